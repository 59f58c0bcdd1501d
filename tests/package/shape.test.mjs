// The tarball's shape, as the tools judge it that the makers of bundlers and of TypeScript use.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../node_modules/.bin/", import.meta.url));

function judge(tool, ...args) {
  const { status, stdout, stderr } = spawnSync(BIN + tool, args, {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

test("publint finds nothing to mend", () => {
  assert.match(judge("publint", "--strict", process.env.B24_TARBALL), /All good!/);
});

test("types and code of every entry are found in the same way, by import and by require", () => {
  const files = ["./b24.wasm", "./package.json"];
  judge(
    "attw",
    "--profile",
    "strict",
    "--exclude-entrypoints",
    ...files,
    "--",
    process.env.B24_TARBALL,
  );
});
