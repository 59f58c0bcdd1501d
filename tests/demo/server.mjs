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
    const { method, url } = request;
    const body = await text(request);
    const headers = { "access-control-allow-origin": "*", "content-type": "application/json" };
    if (new RegExp(`[=[,]${id}\\b`).test(body)) {
      response.writeHead(403, headers).end('{"error":"ACCESS_DENIED","error_description":"Not this one"}');
      return;
    }
    const answer = await fetch(portal + url, { method, headers: { "content-type": request.headers["content-type"] }, body });
    response.writeHead(answer.status, headers).end(await answer.text());
  };
}
