/** The bytes of a gzipped module in base64. */
export function inflate(base64) {
  const zipped = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  // Jest's jsdom lacks what browsers have here, but is within Node.
  const zlib = typeof DecompressionStream === "undefined" && globalThis.process?.getBuiltinModule?.("node:zlib");
  if (zlib) return zlib.gunzipSync(zipped);
  // `new Response(...).body` rather than `new Blob(...).stream()`, which jsdom lacks.
  const stream = new Response(zipped).body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
