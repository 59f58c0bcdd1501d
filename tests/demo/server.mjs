import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/** Calls `use(origin)` with the address of a server with this request handler. */
export async function withServer(handler, use) {
  const server = createServer(handler).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    await use(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Never responds. */
export function neverRespond() {}

/** Rejects the request for this user and forwards all others to the portal. */
export function refuseUser(id, portal) {
  return async (request, response) => {
    const body = await text(request);
    if (!requestsUser(id, body)) return forward(portal, request, body, response);
    response
      .writeHead(403, HEADERS)
      .end('{"error":"ACCESS_DENIED","error_description":"Not this one"}');
  };
}

/**
 * A `handler` that forwards requests to the portal, but holds the one for this user until
 * `release()` is called. `held` resolves when that request has arrived.
 */
export function holdUser(id, portal) {
  const [held, arrive] = deferred();
  const [released, release] = deferred();
  const handler = async (request, response) => {
    const body = await text(request);
    if (requestsUser(id, body)) {
      arrive();
      await released;
    }
    await forward(portal, request, body, response);
  };
  return { handler, held, release };
}

const HEADERS = { "access-control-allow-origin": "*", "content-type": "application/json" };

/** A promise and its resolver. */
function deferred() {
  let resolve;
  return [new Promise((resolver) => (resolve = resolver)), resolve];
}

function requestsUser(id, body) {
  return new RegExp(`[=[,]${id}\\b`).test(body);
}

async function forward(portal, { method, url, headers }, body, response) {
  const portalResponse = await fetch(portal + url, {
    method,
    headers: { "content-type": headers["content-type"] },
    body,
  });
  response.writeHead(portalResponse.status, HEADERS).end(await portalResponse.text());
}
