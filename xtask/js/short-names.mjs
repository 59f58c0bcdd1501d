// Renames the imports and exports of a module in its bindings, as wasm-opt has renamed them in the
// module.
import { parseAst } from "rollup/parseAst";

/** All nodes of a syntax tree. */
function* nodesOf(node) {
  if (node === null || typeof node !== "object") return;
  if (typeof node.type === "string") yield node;
  for (const child of Object.values(node)) yield* nodesOf(child);
}

/**
 * The text of the bindings with the short names, which the pass
 * `--minify-imports-and-exports-and-modules` prints.
 */
export function shortenNames(glue, { imports, exports }) {
  const shortImports = new Map(imports.map(([, name, short]) => [name, short]));
  // The pass gives all modules one name.
  for (const [module] of imports) shortImports.set(module, "a");
  const shortExports = new Map(exports);
  const missing = new Set(shortImports.keys());
  const edits = [];
  for (const { type, object, property, key, computed } of nodesOf(parseAst(glue))) {
    if (type === "MemberExpression" && object.name === "wasm" && !computed) {
      if (shortExports.has(property.name)) edits.push([property, shortExports.get(property.name)]);
    } else if (type === "Property") {
      const name = key.name ?? key.value;
      if (shortImports.has(name)) edits.push([key, shortImports.get(name)]);
      missing.delete(name);
    }
  }
  if (missing.size > 0) throw new Error(`The bindings lack ${[...missing].join(", ")}`);
  edits.sort(([a], [b]) => b.start - a.start);
  return edits.reduce(
    (text, [{ start, end }, short]) => text.slice(0, start) + short + text.slice(end),
    glue,
  );
}
