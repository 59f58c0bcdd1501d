// A web server for a folder. Tests can add pages with their own headers.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { setTimeout } from "node:timers/promises";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/**
 * Serves `pages`, `{ "/path": { body, headers } }`, and for all other paths the files of `folder`.
 * All files have `headers`, and are transformed by `encode` (their content encoding); each response
 * is delayed by `delay()` milliseconds.
 */
export async function serve(
  folder,
  pages = {},
  { headers = {}, encode = (body, _path) => body, delay = () => Number(0) } = {},
) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const page = pages[pathname];
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    try {
      const body = page?.body ?? (await readFile(join(folder, normalize(path))));
      if (delay() > 0) await setTimeout(delay());
      response.writeHead(200, {
        "Content-Type": TYPES[extname(path)] ?? "text/html; charset=utf-8",
        ...headers,
        ...page?.headers,
      });
      response.end(encode(body, path));
    } catch {
      response.writeHead(404).end();
    }
  });
  return listen(server);
}

/** Starts a server with the request handler `handle(request, response)`. */
export function startServer(handle) {
  return listen(createServer(handle));
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
