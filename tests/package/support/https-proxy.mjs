// An https proxy before the fake portal, for clients that insist on https.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { request } from "node:http";

const file = (name) => readFileSync(new URL(`https/${name}`, import.meta.url));

/**
 * A proxy on a free port of this machine. The portal's own address in answers becomes the proxy's.
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
    outgoing.on("response", async (answer) => {
      const body = Buffer.concat(await answer.toArray())
        .toString()
        .replaceAll(escaped(origin), escaped(address));
      response.writeHead(answer.statusCode, {
        ...answer.headers,
        "content-length": Buffer.byteLength(body),
      });
      response.end(body);
    });
    incoming.pipe(outgoing);
  }

  return {
    origin: address,
    /** An address of the portal, by way of the proxy. */
    of: (target) => target.replace(origin, address),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
