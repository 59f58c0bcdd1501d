// The tarball's shape, as the tools judge it that the makers of bundlers and of TypeScript use.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../node_modules/.bin/", import.meta.url));

function judge(tool, ...args) {
  const { status, stdout, stderr } = spawnSync(BIN + tool, args, { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

test("publint finds nothing to mend", () => {
  assert.match(judge("publint", "--strict", process.env.B24_TARBALL), /All good!/);
});

test("types and code of every entry are found in the same way, by import and by require", () => {
  // Files, not modules. The oldest way of TypeScript, node10, knows no entries but the first; its newest version no longer has it.
  const files = ["./b24.wasm", "./package.json"];
  // Plain JavaScript is for pages alone, and they import.
  const pages = ["./js"];
  judge("attw", "--profile", "node16", "--exclude-entrypoints", ...files, ...pages, "--", process.env.B24_TARBALL);
});
