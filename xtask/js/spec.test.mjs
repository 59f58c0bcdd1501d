import assert from "node:assert/strict";
import { test } from "node:test";

import { findMarkers, render } from "./spec.mjs";

const FACTS = `
  [[table]]
  title = "Facts"
  about = "Of all kinds."
  facts = [{ id = "a", fact = "\`x|y\`" }, { id = "b", fact = "z", no_client_test = "none is sent" }]
`;

function check(facts, portal, client) {
  const markers = [
    ...findMarkers("crates/fake-portal/tests/x.rs", portal),
    ...findMarkers("tests/core/y.rs", client),
  ];
  return render(facts, markers);
}

const tests = (file, text) => findMarkers(file, text).map(({ fact, test }) => `${fact} ${test}`);

test("a row has the fact and its tests", () => {
  const portal = "// spec: a, b\nfn one() {\n  x // spec: a\n}\n// spec: a\nfn two() {}";
  const { page, problems } = check(FACTS, portal, "// spec: a\nfn three() {}");
  assert.deepEqual(problems, []);
  assert.equal(
    page.slice(page.indexOf("\n## ")),
    `
## Facts

Of all kinds.

| id | fact | fake portal | client |
| --- | --- | --- | --- |
| \`a\` | \`x\\|y\` | \`x: one\`<br>\`x: two\` | \`y: three\` |
| \`b\` | z | \`x: one\` | none: none is sent |
`,
  );
});

test("every fact needs its tests or a reason", () => {
  const problems = (...given) => check(...given).problems;
  const both = "x // spec: a, b";
  assert.deepEqual(problems(FACTS, "x // spec: b", "x // spec: a"), [
    "no test of the portal names a",
  ]);
  assert.deepEqual(problems(FACTS, both, ""), ["no test of the client names a"]);
  assert.deepEqual(problems(FACTS, both, both), [
    "b has a test of the client and a reason for none",
  ]);
  assert.deepEqual(problems(FACTS, both, "fn y() {\n // spec: a, c"), [
    "y: y names c, which is no fact",
  ]);
  const twice =
    "[[table]]\ntitle = 'x'\nfacts = [{ id = 'a', fact = 'x' }, { id = 'a', fact = 'x' }]";
  assert.deepEqual(problems(twice, "x // spec: a", "x // spec: a"), ["a occurs twice"]);
});

test("a marker belongs to the test after or around it", () => {
  let text =
    "// spec: a.b, c\n// And why.\n#[test]\nasync fn first(x: u8) {\n  // spec: d\n  (3, 4),\n}";
  assert.deepEqual(tests("tests/core/x.rs", text), ["a.b x: first", "c x: first", "d x: first"]);
  text = 'const ALL: [&str; 1] = [\n  "x", // spec: a\n];';
  assert.deepEqual(tests("tests/binding/mod.rs", text), ["a binding: ALL"]);
  text = 'reads! {\n    // spec: a\n    a_list: json("[4,5]") => [4, 5];\n}';
  assert.deepEqual(tests("tests/core/x.rs", text), ["a x: a_list"]);
  text = '  // spec: a\n  test(`$way: "fine"`, async () => {});\n// spec: b\ntest("b", x);';
  assert.deepEqual(tests("tests/package/x.test.mjs", text), ['a x: $way: "fine"', "b x: b"]);
  assert.deepEqual(tests("tests/core/x.rs", "//! spec: a\n// specs: a\n/// // spec\n"), []);
});

test("invalid files are rejected", () => {
  for (const text of [
    "",
    "x = 1",
    "[[table]]\nabout = 'x'",
    "[[table]]\ntitle = 1\nfacts = []",
    "[[table]]\ntitle = 'x'\nrows = []",
    "[[table]]\ntitle = 'x'\nfacts = [{ id = 'x' }]",
    "[[table]]\ntitle = 'x'\nfacts = [{ id = 'x', fact = 'y', why = 'z' }]",
  ])
    assert.throws(() => render(text, []), text);
});
