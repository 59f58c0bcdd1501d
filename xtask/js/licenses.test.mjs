import assert from "node:assert/strict";
import { test } from "node:test";

import { mit, render } from "./licenses.mjs";

test("all crates of the lock file have texts", () => {
  const text = render();
  for (const line of ["the Rust standard library", "wasm-bindgen 0.2.", "gloo-net 0."])
    assert.ok(text.includes(`\n${line}`), line);
  for (const other of ["proptest ", "syn ", "axum ", "b24-"])
    assert.ok(!text.includes(`\n${other}`), other);
});

test("a crate without a text gets the MIT licence", () => {
  const ours = "MIT License\n\nCopyright (c) 2026 us\n\nPermission\n";
  assert.equal(mit(ours, "A, B"), "MIT License\n\nCopyright (c) A, B\n\nPermission");
});
