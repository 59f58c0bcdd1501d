// The tarball's exports and types, checked by publint and by "Are the types wrong?".
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../node_modules/.bin/", import.meta.url));

function runTool(tool, ...args) {
  const { status, stdout, stderr } = spawnSync(BIN + tool, args, {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

test("publint reports no problems", () => {
  assert.match(runTool("publint", "--strict", process.env.B24_TARBALL), /All good!/);
});

test("types and code of each entry resolve consistently for import and require", () => {
  const files = ["./b24.wasm", "./package.json"];
  runTool(
    "attw",
    "--profile",
    "strict",
    "--exclude-entrypoints",
    ...files,
    "--",
    process.env.B24_TARBALL,
  );
});
