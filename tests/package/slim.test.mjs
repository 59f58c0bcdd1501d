// The entry whose module comes from the application: which input it is loaded from, and when.
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
// A module without anything in it: it can be compiled, and is not ours.
const OTHER = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
const BAD = new Uint8Array([1, 2, 3]);

let pages = 0;
/** A page that has just begun: its `init` and a client. */
async function begin() {
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

/** How many instances are made while `work` is done. */
async function instances(work) {
  const { instantiate } = WebAssembly;
  let count = 0;
  WebAssembly.instantiate = (...given) => {
    count += 1;
    return Reflect.apply(instantiate, WebAssembly, given);
  };
  try {
    await work();
    return count;
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}

test("a module that is there stays, whatever `init` is called with", async () => {
  const { init, b24 } = await begin();
  await init(MODULE);
  await b24.getUsers([1]);
  for (const input of [MODULE, BAD, Promise.reject(new Error("no"))])
    assert.equal(await instances(() => init(input)), 0);
  await b24.getUsers([1]);
  const { requests, cacheHits } = b24.stats();
  assert.deepEqual([requests, cacheHits], [1, 1]);
});

test("after an `init` that failed another input is tried, by calls of the same tick as well", async () => {
  for (const input of [BAD, OTHER]) {
    const { init, b24 } = await begin();
    await assert.rejects(init(input), { code: "LOAD_FAILED" });
    await assert.rejects(b24.getUsers([1]), { code: "LOAD_FAILED" });
    const ready = init(MODULE);
    assert.equal((await b24.getUsers([1])).users.length, 1);
    await ready;
  }
});

test("of several at once those after the first that works load nothing", async () => {
  const { init, b24 } = await begin();
  const outcomes = [];
  const count = await instances(async () => {
    outcomes.push(
      ...(await Promise.allSettled([BAD, MODULE, MODULE, BAD].map((input) => init(input)))),
    );
  });
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "fulfilled", "fulfilled", "fulfilled"],
  );
  assert.equal(count, 2);
  assert.equal((await b24.getUsers([1])).users.length, 1);
});
