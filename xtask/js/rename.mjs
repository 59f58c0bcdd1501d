// Usage: node rename.mjs <glue.js> '{ "imports": [["module", "name", "short"], ...], "exports": [["name", "short"], ...] }'
// Has the bindings call what the module imports and exports by its new names, as wasm-opt tells them.
import { readFile, writeFile } from "node:fs/promises";

const [file, told] = process.argv.slice(2);
const { imports, exports } = JSON.parse(told);
let glue = await readFile(file, "utf8");

/** Replaces the names that follow what `pattern` has in its first group. */
function rename(pattern, names) {
  glue = glue.replace(pattern, (whole, before, name) => {
    if (!names.has(name)) throw new Error(`${name} is not of the module`);
    return before + names.get(name);
  });
}

rename(/(\bwasm\.)(\w+)/g, new Map(exports));
rename(/(^ {8})(\w+)(?=: function\()/gm, new Map(imports.map(([, name, short]) => [name, short])));
// wasm-opt calls the modules that there are `a`, `b` and so on, and there is one.
glue = glue.replace("\"./glue_bg.js\": import0", "a: import0");

await writeFile(file, glue);
