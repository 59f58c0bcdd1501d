import { brotliCompressSync } from "node:zlib";

import { serve } from "../package/support/serve.mjs";

/** Serves files as `serve` does, compressed by brotli. Each file is compressed once. */
export function serveCompressed(folder, pages, { delay, headers = {} }) {
  const encoded = new Map();
  return serve(folder, pages, {
    headers: { ...headers, "Content-Encoding": "br" },
    encode(content, path) {
      if (!encoded.has(path)) encoded.set(path, brotliCompressSync(content));
      return encoded.get(path);
    },
    delay,
  });
}
