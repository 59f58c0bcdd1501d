// Usage: node inline.mjs <module.wasm> <module.js> base64
//        node inline.mjs <module.wasm> <module.js> characters
//        node inline.mjs <module.wasm> <module.js> text <text> <unpacker.wasm>
// Writes a JavaScript module that holds a WebAssembly module:
// - `base64`: as its default export, which is the shortest to read, but hides where a byte ends from
//   compression;
// - `characters`: as a function `bytes`, from a string with a character for each byte (Emscripten's
//   SINGLE_FILE_BINARY_ENCODE);
// - `text`: as a function `bytes`, from the text that the crate `wasm-text` wrote, and the module that
//   reads that text.
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";

const [source, target, form, ...packed] = process.argv.slice(2);
const bytes = await readFile(source);
const base64 = (content) => JSON.stringify(content.toString("base64"));
const forms = { base64: inBase64, characters: inCharacters, text: inText };
await forms[form](...packed);

function inBase64() {
  return writeFile(target, `export default ${base64(bytes)};\n`);
}

async function inCharacters() {
  const escapes = { "\0": "\\x00", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\" };
  const string = bytes
    .toString("latin1")
    .replace(/[\0\n\r"\\]/g, (character) => escapes[character]);
  const decode = "Uint8Array.from(characters, (character) => character.charCodeAt(0))";
  await writeFile(
    target,
    `const characters = "${string}";\nexport const bytes = () => ${decode};\n`,
  );
  const written = await import(pathToFileURL(target).href);
  if (!bytes.equals(written.bytes()))
    throw new Error(`${target} does not give the bytes of ${source}`);
}

async function inText(textFile, unpackerFile) {
  const [text, unpacker] = [await readFile(textFile, "utf8"), await readFile(unpackerFile)];
  const { decodeModule } = await load("pkg-template/src/runtime/decode-module.ts");
  if (!bytes.equals(decodeModule(unpacker.toString("base64"), text))) {
    throw new Error("decode-module.ts does not give the module that the text was written from");
  }
  const lines = [
    'import { decodeModule } from "../runtime/decode-module.js";',
    `const decoder = ${base64(unpacker)};`,
    `const text = ${JSON.stringify(text)};`,
    "export const bytes = () => decodeModule(decoder, text);",
    "",
  ];
  await writeFile(target, lines.join("\n"));
}

/** Imports a TypeScript module. */
async function load(path) {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    format: "esm",
    write: false,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
