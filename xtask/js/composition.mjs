// Usage: node composition.mjs <module.wasm with names> <page.md>
// Puts a table into the page, between its marks, of what the code of a module is made of: by crate, the standard library by module, our own
// crates by room. A generic function of another crate counts for the first of our rooms that its types name: it is there because of that.
import { readFileSync, writeFileSync } from "node:fs";

const [source, target] = process.argv.slice(2);
const bytes = readFileSync(source);
let at = 8;

function number() {
  let value = 0;
  for (let shift = 1; ; shift *= 128) {
    const byte = bytes[at++];
    value += (byte & 127) * shift;
    if (byte < 128) return value;
  }
}

function text() {
  const length = number();
  at += length;
  return bytes.toString("utf8", at - length, at);
}

const IMPORT = 2;
const CODE = 10;
const DATA = 11;
const bodies = [];
const names = new Map();
let imported = 0;
let data = 0;
let code = 0;
let other = 0;

// What an import of each kind has after it.
const skipImport = [
  () => {
    number();
    imported++;
  },
  () => {
    at++;
    skipLimits();
  },
  skipLimits,
  () => {
    at += 2;
  },
];

function skipLimits() {
  const flags = number();
  number();
  if (flags & 1) number();
}

function readNames(end) {
  while (at < end) {
    const kind = bytes[at++];
    const length = number();
    const next = at + length;
    for (let count = kind === 1 ? number() : 0; count > 0; count--) {
      const index = number();
      names.set(index, text());
    }
    at = next;
  }
}

while (at < bytes.length) {
  const id = bytes[at++];
  const size = number();
  const end = at + size;
  if (id === IMPORT) {
    for (let count = number(); count > 0; count--) {
      text();
      text();
      skipImport[bytes[at++]]();
    }
  } else if (id === CODE) {
    code = size;
    for (let count = number(); count > 0; count--) {
      const length = number();
      bodies.push(length);
      at += length;
    }
  } else if (id === DATA) {
    data = size;
  } else if (id === 0 && text() === "name") {
    readNames(end);
  }
  if (![0, CODE, DATA].includes(id)) other += size;
  at = end;
}

function partOf(name) {
  const ours = name.match(/b24_users(?:\[\w+\])?::\w+|b24_record_reader/);
  if (ours) return ours[0].replace(/\[\w+\]/, "");
  const path = name.replace(/^[<&*([]*(?:dyn |mut )?/, "").replace(/\[[0-9a-f]{8,}\]/g, "");
  const [root, room] = path.split("::");
  if (["alloc", "core", "std", "b24_users"].includes(root) && /^\w+$/.test(room ?? ""))
    return `${root}::${room}`;
  return /^\w+$/.test(root) && path.includes("::") ? root : "glue and runtime";
}

const parts = new Map();
bodies.forEach((size, index) => {
  const part = partOf(names.get(index + imported) ?? "");
  parts.set(part, (parts.get(part) ?? 0) + size);
});

const rows = [...parts].sort((a, b) => b[1] - a[1]);
const small = rows.filter(([, size]) => size < 1000);
const shown = [
  ...rows.filter(([, size]) => size >= 1000),
  ["smaller parts", small.reduce((sum, [, size]) => sum + size, 0)],
  ["texts and tables", data],
  ["types, imports, exports", other],
  ["all", code + data + other],
];
const table = `| part | bytes |
| --- | ---: |
${shown.map(([part, size]) => `| ${part} | ${size.toLocaleString("en")} |`).join("\n")}`;
const MARKS = /(<!-- by part -->\n)[\s\S]*?(<!-- end -->)/;
const page = readFileSync(target, "utf8");
if (!MARKS.test(page)) throw new Error(`${target} has no marks for the table`);
writeFileSync(
  target,
  page.replace(MARKS, (_, before, after) => `${before}${table}\n${after}`),
);
console.log(table);
