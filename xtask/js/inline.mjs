// Usage: node inline.mjs <module.wasm> <module.js> [<text> <unpacker.wasm>]
// Writes a JavaScript module with the content: as base64, which needs nothing to be read, but hides where a byte ends, so that it cannot be
// compressed well; or, if there are these, as its text and the module that reads that.
import { readFile, writeFile } from "node:fs/promises";

import { unpack } from "../../pkg-template/dist/unpack.js";

const [source, target, ...packed] = process.argv.slice(2);
const bytes = await readFile(source);
const base64 = (content) => JSON.stringify(content.toString("base64"));
if (packed.length === 0) {
  await writeFile(target, `export default ${base64(bytes)};\n`);
} else {
  const [text, unpacker] = await Promise.all(packed.map((file) => readFile(file)));
  await writeFile(target, compact(text.toString(), unpacker));
}

function compact(text, unpacker) {
  if (!bytes.equals(unpack({ unpacker: unpacker.toString("base64"), text }))) {
    throw new Error("pkg-template/dist/unpack.js does not give the module that the text was written from");
  }
  return [
    "// The module as text, and the one that reads it: the crate `unpack` tells how.",
    `export const unpacker = ${base64(unpacker)};`,
    `export const text = ${JSON.stringify(text)};`,
    "",
  ].join("\n");
}
