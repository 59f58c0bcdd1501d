// Usage: node size-report.mjs
// Writes the sizes of the library's code into docs/size.md: by crate, the standard library by module,
// and our own crate by folder. Generic code of other crates counts for the first folder of ours that
// its type parameters name.
import { readFileSync, writeFileSync } from "node:fs";

import { OPTIMIZE, OPTIMIZE_INLINING, binaryen } from "./lib.mjs";

const MODULE = "target/npm/bindings/b24-users/glue_bg.wasm";
const NAMED = "target/npm/named.wasm";
const PAGE = "docs/size.md";
const MARKS = /(<!-- by part -->\n)[\s\S]*(<!-- end -->)/;
/** The ids of sections. */
const [CODE, DATA] = [10, 11];

/** A reader of numbers in LEB128, and of bytes with their length before them. */
function reader(bytes) {
  let offset = 0;
  const number = () => {
    const byte = bytes[offset++];
    return byte < 128 ? byte : byte - 128 + 128 * number();
  };
  const take = () => {
    const length = number();
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  const list = (read) => Array.from({ length: number() }, read);
  const sections = () => {
    const found = new Map();
    while (offset < bytes.length) found.set(bytes[offset++], take());
    return found;
  };
  return { number, take, list, sections };
}

function partOf(name) {
  const ours = name.match(/b24_users(?:\[\w+\])?::\w+|b24_record_reader/);
  if (ours) return ours[0].replace(/\[\w+\]/, "");
  const path = name.replace(/^[<&*([]*(?:dyn |mut )?/, "").replace(/\[[0-9a-f]{8,}\]/g, "");
  const [root, folder] = path.split("::");
  if (["alloc", "core", "std"].includes(root) && /^\w+$/.test(folder)) return `${root}::${folder}`;
  return /^\w+$/.test(root) && path.includes("::") ? root : "glue and runtime";
}

binaryen("wasm-opt", MODULE, ...OPTIMIZE, OPTIMIZE_INLINING, "-g", "-o", NAMED);
const bytes = readFileSync(NAMED);
const module = new WebAssembly.Module(bytes);
const [nameSection] = WebAssembly.Module.customSections(module, "name");
const names = reader(reader(new Uint8Array(nameSection)).sections().get(1));
const nameOf = new Map(names.list(() => [names.number(), new TextDecoder().decode(names.take())]));

const sections = reader(bytes.subarray(8)).sections();
const code = reader(sections.get(CODE));
const imports = WebAssembly.Module.imports(module).filter(({ kind }) => kind === "function");
const parts = new Map();
code.list((_, index) => {
  const part = partOf(nameOf.get(index + imports.length) ?? "");
  parts.set(part, (parts.get(part) ?? 0) + code.take().length);
});

const rows = [...parts].sort((a, b) => b[1] - a[1]);
const small = rows.filter(([, size]) => size < 1000).reduce((sum, [, size]) => sum + size, 0);
// The names are not part of the published module.
const all = bytes.length - nameSection.byteLength;
const data = sections.get(DATA).length;
const table = [
  ...rows.filter(([, size]) => size >= 1000),
  ["smaller parts", small],
  ["texts and tables", data],
  ["types, imports, exports", all - data - sections.get(CODE).length],
  ["all", all],
].map(([part, size]) => `| ${part} | ${size.toLocaleString("en")} |\n`);
const text = `| part | bytes |\n| --- | ---: |\n${table.join("")}`;
writeFileSync(
  PAGE,
  readFileSync(PAGE, "utf8").replace(MARKS, (_, a, b) => a + text + b),
);
console.log(text);
