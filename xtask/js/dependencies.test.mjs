import assert from "node:assert/strict";
import { test } from "node:test";

import { cratesWithoutReason, mirrors, packagesWithoutReason } from "./dependencies.mjs";

test("every crate of others needs a comment", () => {
  const manifest = `[dependencies]
# Errors.
a = "1"
b = { version = "1", features = [
    "c = d",
] }
ours = { path = "x" }
[target.'cfg(x)'.dev-dependencies]
c = "1"
[features]
d = []
`;
  assert.deepEqual(cratesWithoutReason(manifest), ["b", "c"]);
});

test("npm packages and rows must match", () => {
  const page = "| npm package | reason |\n| --- | --- |\n| `a`, `b` | x |\n\n| `z` | none |";
  const check = (devDependencies) =>
    packagesWithoutReason([{ devDependencies }, { dependencies: { b: "1" } }], page);
  assert.deepEqual(check({ c: "1" }), ["c", "a"]);
  assert.deepEqual(check({ a: "1" }), []);
});

test("a mirror in Cargo.lock is found", () => {
  const fine = 'source = "registry+https://github.com/rust-lang/crates.io-index"\n';
  assert.deepEqual(mirrors(fine, ""), []);
  for (const source of [
    "sparse+https://mirror.example/index/",
    "registry+https://mirror.example/crates.io-index",
  ]) {
    assert.deepEqual(mirrors(`${fine}source = "${source}"\n`, ""), [`source = "${source}"`]);
  }
});

test("a mirror in package-lock.json is found", () => {
  const found = (address) => mirrors("", `{\n  "resolved": "${address}",\n}`).length;
  assert.equal(found("https://registry.npmjs.org/a/-/a-1.0.0.tgz"), 0);
  assert.equal(found("tests/frameworks/react-18"), 0);
  assert.equal(found("https://mirror.example/a-1.0.0.tgz"), 1);
  assert.equal(found("https://registry.npmjs.org.example/a.tgz"), 1);
});
