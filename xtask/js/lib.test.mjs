import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { patchMicrotasks, unlessDone } from "./lib.mjs";

test("work is done once for the same inputs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "xtask-"));
  const [source, output] = [join(folder, "source"), join(folder, "output")];
  let runs = 0;
  const build = async (content, work = () => void runs++) => {
    writeFileSync(source, content);
    await unlessDone(output, [source], work);
    return runs;
  };
  try {
    assert.equal(await build("one"), 1);
    assert.equal(await build("one"), 1, "written again, same content");
    writeFileSync(join(output, "old"), "");
    assert.equal(await build("two"), 2);
    assert.ok(!existsSync(join(output, "old")), "the folder was emptied");
    await assert.rejects(build("three", () => Promise.reject(new Error("broken"))));
    assert.equal(await build("two"), 3, "the failure in between invalidates the earlier output");
    await assert.rejects(unlessDone(output, [join(folder, "missing")], () => {}));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("only bindings with tasks are patched", () => {
  assert.equal(patchMicrotasks("nothing()"), "nothing()");
  assert.match(
    patchMicrotasks("queueMicrotask(f)"),
    /const queueMicrotask = [\s\S]*queueMicrotask\(f\)$/,
  );
});
