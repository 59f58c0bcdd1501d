// Usage: node spec.mjs [--bless]
// Checks that tests name every fact of docs/spec.toml, in comments (`// spec: ids.list`), and that
// docs/spec-coverage.md lists the facts and their tests. `--bless` writes that page.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

import { parse } from "smol-toml";
import * as v from "valibot";

import { failIfAny, isMain } from "./lib.mjs";

const FACTS = "docs/spec.toml";
const PAGE = "docs/spec-coverage.md";
const HEAD = `# Facts about portals, and their tests

Each line is a fact about the REST interface of Bitrix24 portals, the tests of the fake portal, which
implements it, and the tests of the client, which handles it. The facts are in [spec.toml](spec.toml);
tests name them in comments (\`// spec: ids.list\`). \`cargo xtask spec --bless\` generates this page; do
not edit it.
`;

/** The sides, and the reason why a fact has no test of one. */
const SIDES = { portal: "no_portal_test", client: "no_client_test" };
/** A line where a test starts: a function, a constant, or a call of `test` with a title. */
const TEST = /^(?:await |async )?(?:test\("(.*?)"|test\(`(.*?)`, |fn (.*?)\(|const (.*?):)/;
/** A row of a macro that defines tests, `name: ...;`. */
const MACRO_ROW = /^(\w+): .*;$/;

/** The name of the test that starts on the line. */
function nameIn(line, pattern = TEST) {
  return line.trim().match(pattern)?.slice(1).find(Boolean);
}

/** The comments in a file that name facts, at the end of a line or on a line before it. */
export function findMarkers(file, source) {
  const side = file.startsWith("crates/fake-portal/") ? "portal" : "client";
  const stems = file.split("/").map((part) => part.split(".")[0]);
  const stem = stems.findLast((part) => part !== "mod");
  const lines = source.split("\n");
  return lines.flatMap((line, index) => {
    const [code, ids] = line.split(/\/\/ spec: (.*)/);
    if (ids === undefined) return [];
    // Before a test, the marker belongs to it; elsewhere to the test around it.
    const next = lines.slice(index).find((line) => !/^\s*(\/\/|#\[)/.test(line)) ?? "";
    const before = lines.slice(0, index).reverse();
    const after = code.trim() === "" ? (nameIn(next) ?? nameIn(next, MACRO_ROW)) : undefined;
    const name = after ?? before.map((line) => nameIn(line)).find(Boolean);
    const test = `${stem}: ${name ?? "the whole file"}`;
    return ids.split(",").map((id) => ({ fact: id.trim(), test, side }));
  });
}

const [TEXT, REASON] = [v.string(), v.optional(v.string())];
const FACT = { id: TEXT, fact: TEXT, no_portal_test: REASON, no_client_test: REASON };
const TABLE = { title: TEXT, about: v.optional(TEXT), facts: v.array(v.strictObject(FACT)) };
const SCHEMA = v.strictObject({ table: v.array(v.strictObject(TABLE)) });

/** The page, and the facts without tests, tests without facts and contradictions. */
export function render(text, markers) {
  const facts = v.parse(SCHEMA, parse(text));
  const [problems, known] = [[], new Set()];
  const cell = (text) => text.replaceAll("|", "\\|");
  const row = (fact) => {
    if (known.has(fact.id)) problems.push(`${fact.id} occurs twice`);
    known.add(fact.id);
    const tests = Object.entries(SIDES).map(([side, key]) => {
      const isTest = (marker) => marker.side === side && marker.fact === fact.id;
      const names = [...new Set(markers.filter(isTest).map(({ test }) => `\`${cell(test)}\``))];
      const reason = fact[key];
      if (names.length === 0 && !reason) problems.push(`no test of the ${side} names ${fact.id}`);
      if (names.length > 0 && reason)
        problems.push(`${fact.id} has a test of the ${side} and a reason for none`);
      return reason ? `none: ${reason}` : names.join("<br>");
    });
    return `| \`${fact.id}\` | ${cell(fact.fact)} | ${tests.join(" | ")} |\n`;
  };
  const sections = facts.table.map((table) => {
    const about = table.about ? `${table.about}\n\n` : "";
    const head = "| id | fact | fake portal | client |\n| --- | --- | --- | --- |\n";
    return `\n## ${table.title}\n\n${about}${head}${table.facts.map(row).join("")}`;
  });
  const unknown = markers.filter(({ fact }) => !known.has(fact));
  problems.push(...unknown.map(({ fact, test }) => `${test} names ${fact}, which is no fact`));
  return { page: HEAD + sections.join(""), problems };
}

if (isMain(import.meta)) {
  const files = ["crates", "tests"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(rs|mjs|mts|ts)$/.test(file) && !file.includes("node_modules"))
      .map((file) => `${folder}/${file}`)
      .sort(),
  );
  const markers = files.flatMap((file) => findMarkers(file, readFileSync(file, "utf8")));
  const { page, problems } = render(readFileSync(FACTS, "utf8"), markers);
  failIfAny(problems);
  if (process.argv.includes("--bless")) writeFileSync(PAGE, page);
  else if (readFileSync(PAGE, "utf8") !== page)
    failIfAny([`${PAGE} is not current; \`cargo xtask spec --bless\` writes it`]);
}
