// Usage: node inline.mjs <module.wasm> <module.js>
// Writes a JavaScript module with the gzipped content. Zipped before it is encoded, the text travels as compactly as the
// binary; plain base64 would not compress.
import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const [source, target] = process.argv.slice(2);
const zipped = gzipSync(await readFile(source), { level: 9 });
await writeFile(target, `export default "${zipped.toString("base64")}";\n`);
