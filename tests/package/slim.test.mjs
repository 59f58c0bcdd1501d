// `b24-users/slim`: the application provides the module by `init`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { App } from "./support/app.mjs";

const app = new App();
after(() => app.remove());
const DIST = join(app.folder, "node_modules/b24-users/dist");
const MODULE = readFileSync(join(DIST, "b24.wasm"));
// An empty module: it compiles, but has none of the exports.
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
const INVALID = new Uint8Array([1, 2, 3]);

let pages = 0;
/** `init` and a client of a new page. */
async function openPage() {
  const { createClient, init } = await import(
    `${pathToFileURL(join(DIST, "slim.js"))}?page=${++pages}`
  );
  const fetch = async (_url, { body }) => {
    const ids = JSON.parse(new URLSearchParams(body).get("ID"));
    return new Response(
      JSON.stringify({ result: ids.map((id) => ({ id, name: `user ${id}` })), time: {} }),
    );
  };
  return { init, b24: createClient({ portal: "example.bitrix24.com", auth: "token", fetch }) };
}

/** Counts the instances that `work` creates. */
async function countInstances(work) {
  const { instantiate } = WebAssembly;
  let count = 0;
  WebAssembly.instantiate = (...args) => {
    count += 1;
    return Reflect.apply(instantiate, WebAssembly, args);
  };
  try {
    await work();
    return count;
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}

test("`init` is ignored once the module is loaded", async () => {
  const { init, b24 } = await openPage();
  await init(MODULE);
  await b24.getUsers([1]);
  for (const input of [MODULE, INVALID, Promise.reject(new Error("no"))])
    assert.equal(await countInstances(() => init(input)), 0);
  await b24.getUsers([1]);
  const { requests, cacheHits } = b24.stats();
  assert.deepEqual([requests, cacheHits], [1, 1]);
});

test("`init` can be repeated after a failure, and calls of the same tick wait for it", async () => {
  for (const input of [INVALID, EMPTY]) {
    const { init, b24 } = await openPage();
    const failure = { code: "LOAD_FAILED", retryable: true };
    await assert.rejects(init(input), failure);
    await assert.rejects(b24.getUsers([1]), failure);
    const ready = init(MODULE);
    assert.equal((await b24.getUsers([1])).users.length, 1);
    await ready;
  }
});

test("concurrent calls of `init` load nothing after the first success", async () => {
  const { init, b24 } = await openPage();
  const outcomes = [];
  const count = await countInstances(async () => {
    outcomes.push(
      ...(await Promise.allSettled([INVALID, MODULE, MODULE, INVALID].map((input) => init(input)))),
    );
  });
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "fulfilled", "fulfilled", "fulfilled"],
  );
  assert.equal(count, 2);
  assert.equal((await b24.getUsers([1])).users.length, 1);
});
