// Usage: node size-report.mjs
// Writes the sizes of the library's code into docs/size.md: by crate, the standard library by
// module, and our own crate by folder. Generic code of other crates counts for the first folder of
// ours that its type parameters name.
import { readFileSync, statSync, writeFileSync } from "node:fs";

import { OPTIMIZE, OPTIMIZE_INLINING, WASM_OPT, binaryen, outputOf } from "./lib.mjs";

const FOLDER = "target/npm/bindings/b24-users";
const NAMED = "target/npm/named.wasm";
const PAGE = "docs/size.md";
const MARKS = /(<!-- by part -->\n)[\s\S]*(<!-- end -->)/;

function partOf(name) {
  const ours = name.match(/b24_users(?:\[\w+\])?::\w+|b24_record_reader/);
  if (ours) return ours[0].replace(/\[\w+\]/, "");
  const path = name.replace(/^[<&*([]*(?:dyn |mut )?/, "").replace(/\[[0-9a-f]{8,}\]/g, "");
  const [root, folder] = path.split("::");
  if (["alloc", "core", "std"].includes(root) && /^\w+$/.test(folder)) return `${root}::${folder}`;
  return /^\w+$/.test(root) && path.includes("::") ? root : "glue and runtime";
}

// The published module has no names, so a module with names is optimized in the same way.
binaryen("wasm-opt", `${FOLDER}/glue_bg.wasm`, ...OPTIMIZE, OPTIMIZE_INLINING, "-g", "-o", NAMED);
console.error("measuring the functions, for half a minute or more");
const metrics = outputOf(WASM_OPT, NAMED, "--all-features", "--func-metrics", "--quiet");
const parts = new Map();
let code = 0;
for (const [, name, bytes] of metrics.matchAll(/^func: (.*)\n \[binary-bytes\] : (\d+)/gm)) {
  const part = partOf(name);
  parts.set(part, (parts.get(part) ?? 0) + Number(bytes));
  code += Number(bytes);
}

const rows = [...parts].sort((a, b) => b[1] - a[1]);
const small = rows.filter(([, size]) => size < 1000).reduce((sum, [, size]) => sum + size, 0);
const all = statSync(`${FOLDER}/b24.wasm`).size;
const data = Number(metrics.match(/\[memory-data\] +: (\d+)/)[1]);
const table = [
  ...rows.filter(([, size]) => size >= 1000),
  ["smaller parts", small],
  ["texts and tables", data],
  ["types, imports, exports", all - data - code],
  ["all", all],
].map(([part, size]) => `| ${part} | ${size.toLocaleString("en")} |\n`);
const text = `| part | bytes |\n| --- | ---: |\n${table.join("")}`;
writeFileSync(
  PAGE,
  readFileSync(PAGE, "utf8").replace(MARKS, (_, a, b) => a + text + b),
);
console.log(text);
