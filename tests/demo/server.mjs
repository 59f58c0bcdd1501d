import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/** Calls `use(origin)` with the address of a server that `answer`s as portals are not willing to. */
export async function withServer(answer, use) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Never answers. */
export function silence() {}

/** Refuses the request that asks for that user and passes all others on to the portal. */
export function refuseUser(id, portal) {
  return async (request, response) => {
    const body = await text(request);
    if (!asksFor(id, body)) return passOn(portal, request, body, response);
    response
      .writeHead(403, HEADERS)
      .end('{"error":"ACCESS_DENIED","error_description":"Not this one"}');
  };
}

/**
 * `answer`s as the portal does, but the request that asks for that user not before `release()` is called; `held` resolves when it
 * is there.
 */
export function holdUser(id, portal) {
  const [held, arrive] = event();
  const [released, release] = event();
  const answer = async (request, response) => {
    const body = await text(request);
    if (asksFor(id, body)) {
      arrive();
      await released;
    }
    await passOn(portal, request, body, response);
  };
  return { answer, held, release };
}

const HEADERS = { "access-control-allow-origin": "*", "content-type": "application/json" };

/** A promise, and what resolves it. */
function event() {
  let happen;
  return [new Promise((resolve) => (happen = resolve)), happen];
}

function asksFor(id, body) {
  return new RegExp(`[=[,]${id}\\b`).test(body);
}

async function passOn(portal, { method, url, headers }, body, response) {
  const answer = await fetch(portal + url, {
    method,
    headers: { "content-type": headers["content-type"] },
    body,
  });
  response.writeHead(answer.status, HEADERS).end(await answer.text());
}
