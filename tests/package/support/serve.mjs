// A web server for a folder, with a page or header of its own where a test wants one.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/**
 * `pages` are `{ "/path": { body, headers } }`; all else comes from `folder`, and a folder there
 * gives its `index.html`.
 */
export async function serve(folder, pages = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const page = pages[pathname];
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    try {
      const body = page?.body ?? (await readFile(join(folder, normalize(path))));
      response.writeHead(200, {
        "Content-Type": TYPES[extname(path)] ?? "text/html; charset=utf-8",
        ...page?.headers,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return listen(server);
}

/** A server whose every answer `answer(request, response)` writes. */
export function answering(answer) {
  return listen(createServer(answer));
}

async function listen(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
