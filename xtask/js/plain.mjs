// Usage: node plain.mjs <folder>
// In the folder are wasm2js's translation of the module, `translated.js`, and the bindings for bundlers, `glue_bg.js`. Makes one script of
// both that starts when it is told to, `entry.js`, and corrects what is different about memory in JavaScript.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const folder = process.argv[2];

/** A buffer of as many pages as are wished for, or at least of those that are needed; `null` if there is none. */
const ALLOCATE = `function allocate(wished, needed) {
  for (const pages of [Math.min(Math.max(wished, needed), 0x7fff), needed]) {
    try {
      return new ArrayBuffer(pages << 16);
    } catch {}
  }
  return null;
}`;

/** Replaces what is there, since the versions of both tools are fixed, so many times. */
function replace(text, pattern, replacement, times = 1) {
  const found = [...text.matchAll(pattern)].length;
  if (times ? found !== times : found === 0)
    throw new Error(`${pattern} was found ${found} times; have the tools changed?`);
  return text.replace(pattern, replacement);
}

async function edit(name, change) {
  const path = join(folder, name);
  await writeFile(path, change(await readFile(path, "utf8")));
}

await edit("translated.js", (text) => {
  // There is more behind the memory than the module knows of: each growth would copy all of it. What cannot be had is told as WebAssembly
  // tells it, so that what follows is the same. 2 GB are the most that `<<` can say.
  text = replace(
    text,
    /function __wasm_memory_size\(\) \{\s+return buffer\.byteLength >> 16;/g,
    "var pages = buffer.byteLength >> 16;\n function __wasm_memory_size() {\n  return pages;",
  );
  text = replace(
    text,
    /if \(\(oldPages < newPages\) && \(newPages < 65536\)\) \{/g,
    "if (newPages < oldPages || newPages > 0x7fff) return -1;\n  if (newPages << 16 <= buffer.byteLength) pages = newPages; else {",
  );
  text = replace(
    text,
    /var newBuffer = new ArrayBuffer\(newPages << 16\);/g,
    "var newBuffer = allocate(oldPages * 2, newPages);\n   if (!newBuffer) return -1;\n   pages = newPages;",
  );
  // Importing does nothing: the memory is made, and the module started, by whoever calls.
  text = replace(text, /import \* as \S+ from '\.\/glue_bg\.js';/g, "");
  return replace(
    text,
    /\nvar retasmFunc = asmFunc\([\s\S]*$/g,
    `\n${ALLOCATE}\nexport { asmFunc };\n`,
  );
});

await edit("glue_bg.js", (text) => {
  // Memory that has grown leaves the old buffer as it was, where WebAssembly's would be detached: views of it are to be told by identity.
  text = replace(
    text,
    /(cached\w+Memory0)\.buffer\.detached === true \|\| \([^)]*\)/g,
    "$1.buffer !== wasm.memory.buffer",
    0,
  );
  text = replace(
    text,
    /(cached\w+Memory0)\.byteLength === 0/g,
    "$1.buffer !== wasm.memory.buffer",
    0,
  );
  const views = [...text.matchAll(/let cached\w+Memory0 /g)].length;
  const checks = [...text.matchAll(/\.buffer !== wasm\.memory\.buffer/g)].length;
  if (views !== checks) throw new Error(`${views} views of the memory, but ${checks} checks`);
  return text;
});

await writeFile(
  join(folder, "entry.js"),
  `import * as glue from "./glue_bg.js";
import { asmFunc } from "./translated.js";

export function start(guarded) {
  glue.__wbg_set_wasm(guarded(asmFunc({ "./glue_bg.js": glue })));
  return { Client: glue.Client };
}
`,
);
