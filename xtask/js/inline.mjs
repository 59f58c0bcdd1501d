// Usage: node inline.mjs <module.wasm> <module.js> zipped|plain
// Writes a JavaScript module with the content in base64. Zipped before it is encoded, the text travels as compactly as the
// binary; plain base64 would not compress, but needs nothing asynchronous to be read.
import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const [source, target, form] = process.argv.slice(2);
const bytes = await readFile(source);
const content = form === "zipped" ? gzipSync(bytes, { level: 9 }) : bytes;
await writeFile(target, `export default "${content.toString("base64")}";\n`);
