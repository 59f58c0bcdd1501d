// Usage: node bindings.mjs XTASK_TOOLS
// Generates the bindings of the compiled modules, optimizes the modules, and writes them as
// JavaScript: `glue.js`, `*.wasm` and `wasm.js` in target/npm/bindings. The decoder of the
// library's module is made first, in target/npm/decoder.
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";

import { build } from "esbuild";

import {
  OPTIMIZE,
  OPTIMIZE_INLINING,
  WASM_OPT,
  binaryen,
  outputOf,
  patchMicrotasks,
  run,
  unlessDone,
} from "./lib.mjs";

/** Prints short names of imports and exports. Those of the generator have hashes. */
const SHORTEN_NAMES = "--minify-imports-and-exports-and-modules";
const [TOOLS] = process.argv.slice(2);
const COMPILED = "target/wasm/wasm32-unknown-unknown/release";
const DECODER = "target/npm/decoder";
const DECODE_MODULE = "pkg-template/src/runtime/decode-module.ts";

/** The functions and the memory that `decode-module.ts` uses. Unused exports of the bindings go. */
const DECODER_EXPORTS = ["memory", "text_ptr", "module_ptr", "decode"];
/** Until 2023 Chrome compiled larger modules on a page's main thread only asynchronously. */
const MAX_DECODER_BYTES = 4096;
/**
 * Functions stay separate. Engines optimize each while it runs, and one large function would take
 * longer to optimize than it runs.
 */
const OPTIMIZE_DECODER = [
  "--one-caller-inline-max-function-size=5",
  "--always-inline-max-function-size=5",
];

function bindgen(module, folder, ...options) {
  const web = ["--target", "web", "--out-name", "glue", "--out-dir", folder];
  run(TOOLS, "bindgen", ...web, ...options, module);
}

async function makeDecoder() {
  const [bound, graph] = [`${DECODER}/glue_bg.wasm`, `${DECODER}/graph.json`];
  bindgen(`${COMPILED}/b24_wasm_text.wasm`, DECODER, "--no-typescript");
  const exports = DECODER_EXPORTS.map((name) => ({ name, export: name }));
  const root = { name: "JavaScript", root: true, reaches: DECODER_EXPORTS };
  writeFileSync(graph, JSON.stringify([root, ...exports]));
  binaryen("wasm-metadce", bound, "--graph-file", graph, "--quiet", "-o", bound);
  const decoder = `${DECODER}/decoder.wasm`;
  binaryen("wasm-opt", bound, ...OPTIMIZE, ...OPTIMIZE_DECODER, "-o", decoder);
  const { size } = statSync(decoder);
  if (size > MAX_DECODER_BYTES)
    throw new Error(`${decoder} has ${size} bytes, more than ${MAX_DECODER_BYTES}`);
}

/** @param makeText writes the module as JavaScript, `wasm.js` */
async function makeModule(folder, compiled, module, hasFactory, makeText) {
  // A default path of the module would be a second copy of it in bundles.
  bindgen(compiled, folder, "--omit-default-module-path");
  const glue = `${folder}/glue.js`;
  writeFileSync(glue, patchMicrotasks(readFileSync(glue, "utf8")));
  if (hasFactory) await wrapInFactory(glue);
  const [renamed, wasm] = [`${folder}/renamed.wasm`, `${folder}/${module}`];
  const names = outputOf(WASM_OPT, `${folder}/glue_bg.wasm`, SHORTEN_NAMES, "-o", renamed);
  writeFileSync(glue, shortenNames(readFileSync(glue, "utf8"), JSON.parse(names)));
  binaryen("wasm-opt", renamed, ...OPTIMIZE, OPTIMIZE_INLINING, "-o", wasm);
  // wasm-opt has been known to write modules that engines refuse.
  await WebAssembly.compile(readFileSync(wasm));
  writeFileSync(`${folder}/wasm.js`, await makeText(wasm));
}

/**
 * Wraps the bindings in a function that makes new ones at each call, because they have the state of
 * their instance in variables.
 */
function wrapInFactory(glue) {
  const used = `import init, { Client } from "./glue.js"; glue.default = init; glue.Client = Client;`;
  const head = "export function createGlue(WebAssembly, setTimeout, clearTimeout) {";
  return build({
    stdin: { contents: used, resolveDir: glue.slice(0, glue.lastIndexOf("/")) },
    outfile: glue,
    allowOverwrite: true,
    bundle: true,
    format: "iife",
    banner: { js: `${head}\nconst glue = {};` },
    footer: { js: "return glue;\n}" },
    logLevel: "warning",
  });
}

/** The bindings with the short names of imports and exports that the pass has printed. */
function shortenNames(glue, { imports, exports }) {
  const shortExports = new Map(exports);
  const shortImports = new Map(imports.map(([, name, short]) => [name, short]));
  // The pass gives all modules one name.
  for (const [module] of imports) shortImports.set(`"${module}"`, "a");
  const missing = new Set(shortImports.keys());
  const shortImport = (name) => {
    missing.delete(name);
    return shortImports.get(name) ?? name;
  };
  const text = glue
    .replace(/(?<=\bwasm\.)\w+/g, (name) => shortExports.get(name) ?? name)
    .replace(/"\.\/\w+\.js"|\w+/g, shortImport);
  if (missing.size > 0) throw new Error(`The bindings lack ${[...missing].join(", ")}`);
  return text;
}

const base64 = (file) => JSON.stringify(readFileSync(file, "base64"));

/** The module in base64: shorter code around it, but larger when compressed. */
function asBase64(wasm) {
  return `export default ${base64(wasm)};\n`;
}

/**
 * The module as text that compresses well, and its decoder. See `crates/wasm-text`, which does not
 * know the instructions of later compilers.
 */
async function asText(wasm) {
  let text;
  try {
    text = outputOf(TOOLS, "encode-module", wasm);
  } catch {
    // The program has printed why.
    console.error(`${wasm} is written in base64, which is larger`);
    return `const base64 = ${base64(wasm)};
export const bytes = () => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));\n`;
  }
  const { outputFiles } = await build({
    entryPoints: [DECODE_MODULE],
    bundle: true,
    format: "esm",
    write: false,
  });
  const source = encodeURIComponent(outputFiles[0].text);
  const { decodeModule } = await import(`data:text/javascript,${source}`);
  const decoder = readFileSync(`${DECODER}/decoder.wasm`, "base64");
  if (!readFileSync(wasm).equals(decodeModule(decoder, text)))
    throw new Error(`${DECODE_MODULE} does not decode the text of ${wasm} to the module`);
  return `import { decodeModule } from "../runtime/decode-module.js";
const decoder = ${JSON.stringify(decoder)};
const text = ${JSON.stringify(text)};
export const bytes = () => decodeModule(decoder, text);
`;
}

/** Makes the folder of a crate's module. */
async function make(crate, module, inputs, hasFactory, makeText) {
  const folder = `target/npm/bindings/${crate}`;
  const compiled = `${COMPILED}/${crate.replaceAll("-", "_")}.wasm`;
  await unlessDone(folder, [compiled, ...inputs], () =>
    makeModule(folder, compiled, module, hasFactory, makeText),
  );
}

await unlessDone(DECODER, [`${COMPILED}/b24_wasm_text.wasm`], makeDecoder);
const encoder = readdirSync("crates/wasm-text/src").map((file) => `crates/wasm-text/src/${file}`);
const textInputs = [`${DECODER}/decoder.wasm`, DECODE_MODULE, ...encoder];
await make("b24-users", "b24.wasm", textInputs, true, asText);
await make("b24-fake-portal-wasm", "portal.wasm", [], false, asBase64);
