// An HTTPS proxy for the fake portal, for clients that require HTTPS.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { request } from "node:http";

const file = (name) => readFileSync(new URL(`https/${name}`, import.meta.url));

/**
 * Starts a proxy on a free local port. In responses it replaces the portal's address by its own.
 */
export async function httpsProxy(origin) {
  const server = createServer({ key: file("key.pem"), cert: file("certificate.pem") }, forward);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const address = `https://localhost:${port}`;
  // JSON of PHP escapes slashes.
  const escaped = (text) => text.replaceAll("/", "\\/");

  function forward(incoming, response) {
    const { method, url, headers } = incoming;
    const outgoing = request(new URL(url, origin), {
      method,
      headers: { ...headers, host: new URL(origin).host },
    });
    outgoing.on("error", () => response.destroy());
    outgoing.on("response", async (received) => {
      const body = Buffer.concat(await received.toArray())
        .toString()
        .replaceAll(escaped(origin), escaped(address));
      response.writeHead(received.statusCode, {
        ...received.headers,
        "content-length": Buffer.byteLength(body),
      });
      response.end(body);
    });
    incoming.pipe(outgoing);
  }

  return {
    origin: address,
    /** The proxy's URL for a URL of the portal. */
    of: (target) => target.replace(origin, address),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
