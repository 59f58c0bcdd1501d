// Usage: node wasm2js.mjs XTASK_TOOLS
// Translates the library's module to plain JavaScript, for pages whose policy forbids WebAssembly:
// target/npm/wasm2js/module.js.
import { readFileSync, writeFileSync } from "node:fs";

import { build } from "esbuild";

import { binaryen, patchMicrotasks, run, unlessDone } from "./lib.mjs";

const COMPILED = "target/wasm/wasm32-unknown-unknown/wasm2js/b24_users.wasm";
const FOLDER = "target/npm/wasm2js";
const path = (name) => `${FOLDER}/${name}`;

/**
 * Replaces later WebAssembly by that of the first version, before the bindings generator reads the
 * list of features. The compiler avoids the conversions of numbers that saturate: binaryen's pass
 * for them returns 0 where Rust expects the maximum.
 */
const LOWER = ["--signext-lowering", "--llvm-memory-copy-fill-lowering", "--strip-target-features"];

/** Allocates `wished` pages of memory, or at least `needed`; null if there is not enough. */
const ALLOCATE = `function allocate(wished, needed) {
  for (const pages of [Math.min(Math.max(wished, needed), 0x7fff), needed]) {
    try {
      return new ArrayBuffer(pages << 16);
    } catch {}
  }
  return null;
}`;

/**
 * Corrections of the translation. Each pattern occurs once, because the versions of the tools are
 * fixed. wasm2js copies the whole memory at each growth, so the buffer is larger than the memory. A
 * failed allocation returns -1, as in WebAssembly. 2 GB are the limit of `<<`. The memory is
 * allocated by a function instead of at import.
 *
 * @type {[RegExp, string][]}
 */
const CORRECTIONS = [
  [
    /function __wasm_memory_size\(\) \{\s+return buffer\.byteLength >> 16;/g,
    "var pages = buffer.byteLength >> 16;\n function __wasm_memory_size() {\n  return pages;",
  ],
  [
    /if \(\(oldPages < newPages\) && \(newPages < 65536\)\) \{/g,
    "if (newPages < oldPages || newPages > 0x7fff) return -1;\n  if (newPages << 16 <= buffer.byteLength) pages = newPages; else {",
  ],
  [
    /var newBuffer = new ArrayBuffer\(newPages << 16\);/g,
    "var newBuffer = allocate(oldPages * 2, newPages);\n   if (!newBuffer) return -1;\n   pages = newPages;",
  ],
  [/import \* as \S+ from '\.\/glue_bg\.js';/g, ""],
  [/\nvar retasmFunc = asmFunc\([\s\S]*$/g, `\n${ALLOCATE}\nexport { asmFunc };\n`],
];

const ENTRY = `import * as glue from "./glue_bg.js";
import { asmFunc } from "./translated.js";

export function start(wrapExports) {
  glue.__wbg_set_wasm(wrapExports(asmFunc({ "./glue_bg.js": glue })));
  return { Client: glue.Client };
}
`;

function correct(text, [pattern, replacement]) {
  const count = [...text.matchAll(pattern)].length;
  if (count !== 1) throw new Error(`${pattern} occurs ${count} times; have the tools changed?`);
  return text.replace(pattern, replacement);
}

/**
 * Growing memory detaches the old buffer in WebAssembly, but not here: the bindings compare buffers
 * to find stale views.
 */
function compareBuffers(bindings) {
  const isStale =
    /(cached\w+Memory0)(\.buffer\.detached === true \|\| \([^)]*\)|\.byteLength === 0)/g;
  const text = bindings.replace(isStale, "$1.buffer !== wasm.memory.buffer");
  const views = [...text.matchAll(/let cached\w+Memory0 /g)].length;
  const checks = [...text.matchAll(/\.buffer !== wasm\.memory\.buffer/g)].length;
  if (views !== checks) throw new Error(`${views} views of the memory, but ${checks} checks`);
  return text;
}

async function translate() {
  const [TOOLS] = process.argv.slice(2);
  binaryen("wasm-opt", COMPILED, ...LOWER, "-o", path("lowered.wasm"));
  const options = ["--target", "bundler", "--no-typescript", "--out-name", "glue"];
  run(TOOLS, "bindgen", ...options, "--out-dir", FOLDER, path("lowered.wasm"));
  // wasm2js needs the first version of WebAssembly, and globals that can be exported.
  const features = ["-mvp", "--enable-mutable-globals"];
  const optimize = [...features, "-Oz", "--converge", "-o", path("small.wasm")];
  binaryen("wasm-opt", path("glue_bg.wasm"), ...optimize);
  binaryen("wasm2js", path("small.wasm"), "-Oz", "-o", path("translated.js"));
  const translated = readFileSync(path("translated.js"), "utf8");
  writeFileSync(path("translated.js"), CORRECTIONS.reduce(correct, translated));
  const bindings = patchMicrotasks(readFileSync(path("glue_bg.js"), "utf8"));
  writeFileSync(path("glue_bg.js"), compareBuffers(bindings));
  // Each call of the function starts a new instance, like the factory of the other bindings.
  await build({
    stdin: { contents: ENTRY, resolveDir: FOLDER },
    outfile: path("module.js"),
    bundle: true,
    minify: true,
    format: "iife",
    globalName: "plain",
    banner: { js: "export function start(wrapExports, setTimeout, clearTimeout) {" },
    footer: { js: "return plain.start(wrapExports);\n}" },
    logLevel: "warning",
  });
}

await unlessDone(FOLDER, [COMPILED], translate);
