// Usage: node sizes.mjs
// Prints the sizes of the package and of small applications with it, raw and as servers compress
// them. Fails if one exceeds its limit.
import { readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { build } from "esbuild";

import { failIfAny } from "./lib.mjs";

const PACKAGE = "target/npm/package";
const OUT = resolve("target/npm/sizes");
const WASM = `${PACKAGE}/dist/b24.wasm`;

const use = (entry) => `import { createClient } from "${entry}";
createClient({ auth: token }).getUsers([1]).then(console.log);`;
const slim = `import { createClient, init } from "b24-users/slim";
import url from "b24-users/b24.wasm";
init(url).then(() => createClient({ auth: token }).getUsers([1])).then(console.log);`;
const persist = `import { createClient } from "b24-users";
import { persistentCache } from "b24-users/persist";
createClient({ auth: token, cache: { persist: persistentCache({ key: me }) } })
  .getUsers([1]).then(console.log);`;

/**
 * Labels, applications, and the limits of their sizes in bytes, compressed by brotli: the sizes of
 * today and a little more, with rustup's and with Debian's compiler. docs/size.md has the aim.
 * Components are measured without the core.
 *
 * @type {[label: string, source: string, limit: number, ...files: string[]][]}
 */
const APPS = [
  ["an app with b24-users", use("b24-users"), 105_200],
  ["an app with b24-users/slim", slim, 115_500, WASM],
  ["an app with b24-users/js", use("b24-users/js"), Infinity],
  ["an app with b24-users/persist", persist, 107_400],
  ["b24-users/vue", 'export { b24Users, useUser, useUsers } from "./dist/vue.js"', 1960],
  [
    "b24-users/react",
    'export { B24UsersProvider, useUser, useUsers } from "./dist/react.js"',
    1960,
  ],
  ["b24-users/element", 'export { defineUserElement } from "./dist/element.js"', 4680],
];

const MEASURES = [
  (bytes) => bytes.length,
  (bytes) => gzipSync(bytes, { level: 9 }).length,
  (bytes) => brotliCompressSync(bytes).length,
];

/** Prints a row, and returns the size by brotli. */
function print(label, ...files) {
  const contents = files.map((file) => readFileSync(file));
  const sizes = MEASURES.map((size) => contents.reduce((sum, content) => sum + size(content), 0));
  const cells = sizes.map((size) => size.toLocaleString("en").padStart(12));
  console.log(label.padEnd(28) + cells.join(""));
  return sizes.at(-1);
}

rmSync(OUT, { recursive: true, force: true });
console.log(`${"bytes".padEnd(28)}         raw     gzip -9   brotli 11`);
print("b24.wasm", WASM);
print("b24-users.tgz", "target/npm/b24-users.tgz");
const problems = [];
for (const [index, [label, source, limit, ...files]] of APPS.entries()) {
  const outfile = `${OUT}/${index}/app.js`;
  await build({
    // Inside the package, which may import itself by name: resolved as in an application.
    stdin: { contents: source, resolveDir: PACKAGE },
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    loader: { ".wasm": "file" },
    external: ["vue", "react"],
    logLevel: "warning",
  });
  if (print(label, outfile, ...files) > limit)
    problems.push(`${label} exceeds ${limit} bytes, compressed by brotli`);
}
failIfAny(problems);
