// Usage: node short-names.mjs GLUE NAMES
// Renames the imports and exports of a module in its bindings, as wasm-opt has renamed them in the
// module. NAMES is what its pass `--minify-imports-and-exports-and-modules` prints. The generator's
// names have hashes, which do not compress.
import { readFileSync, writeFileSync } from "node:fs";

/** The text of the bindings with the short names. */
export function shortenNames(glue, { imports, exports }) {
  const shortImports = new Map(imports.map(([, name, short]) => [name, short]));
  const shortExports = new Map(exports);
  const modules = new Set(imports.map(([module]) => module));
  const found = new Set();
  const renamed = glue
    .replace(/^(\s*)(\w+)(?=: function\()/gm, (line, indent, name) => {
      found.add(name);
      return shortImports.has(name) ? indent + shortImports.get(name) : line;
    })
    .replace(/\bwasm\.(\w+)/g, (access, name) =>
      shortExports.has(name) ? `wasm.${shortExports.get(name)}` : access,
    );
  // The pass gives all modules one name.
  if (modules.size !== 1) throw new Error(`The module imports from ${[...modules].join(", ")}`);
  const missing = [...shortImports.keys()].filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`The bindings lack ${missing.join(", ")}`);
  const [module] = modules;
  return renamed.replace(JSON.stringify(module), '"a"');
}

const [glue, names] = process.argv.slice(2);
writeFileSync(
  glue,
  shortenNames(readFileSync(glue, "utf8"), JSON.parse(readFileSync(names, "utf8"))),
);
