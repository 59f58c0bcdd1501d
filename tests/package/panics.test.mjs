// A module that stops working: nothing hangs, nothing stays behind, and the next call runs on a fresh one. The module is the package's,
// but for one fault that is put in for these tests: it panics at an answer of HTTP status 599.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { launch, outcomeOf, reporting } from "./support/browser.mjs";
import { serve } from "./support/serve.mjs";

const FOLDER = process.env.B24_PANICKING;
const { createClient } = await import(pathToFileURL(join(FOLDER, "dist/index.js")));

const strays = [];
const keep = (error) => strays.push(error);
before(() => process.on("uncaughtException", keep).on("unhandledRejection", keep));
after(() => process.off("uncaughtException", keep).off("unhandledRejection", keep));

const FAULT = { status: 599, text: async () => "" };
const users = (body) => {
  const calls = [...decodeURIComponent(body).matchAll(/ID=\[([\d,]+)/g)].map(([, ids]) => ids.split(",").map(Number));
  const list = (ids) => ids.map((id) => ({ id, name: `User ${id}` }));
  const result = body.startsWith("halt=") ? { result: Object.fromEntries(calls.map((ids, at) => [`c${at}`, list(ids)])) } : list(calls[0]);
  return { status: 200, text: async () => JSON.stringify({ result }) };
};

// Answers by `answers` in turn, and then as it should; counts what it was asked and which requests were aborted.
function portal(...answers) {
  const seen = { requests: 0, aborted: 0 };
  const fetch = async (_url, { body, signal }) => {
    seen.requests += 1;
    signal?.addEventListener("abort", () => (seen.aborted += 1));
    const answer = answers.shift();
    return answer ? answer(body) : users(body);
  };
  return { fetch, seen };
}

const limits = { burst: 100_000, perSecond: 1000 };
const client = (fetch, options) => createClient({ portal: "example.bitrix24.com", auth: "t", fetch, limits, ...options });
const caught = (promise) => promise.then(() => assert.fail("should have been rejected"), (error) => error);
const hang = () => new Promise(() => {});
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

function checkPanic(error) {
  assert.deepEqual([error.name, error.kind, error.code, error.retryable], ["B24Error", "load", "PANIC", false]);
  assert.equal(error.message, "The module stopped working");
  assert.ok(error.cause instanceof WebAssembly.RuntimeError);
}

test("all calls in flight are told, whosever they are, their requests are aborted, and the next calls work", async () => {
  const { fetch, seen } = portal(users, hang, hang, () => settled().then(() => FAULT));
  const [b24, other, idle] = [client(fetch), client(fetch), client(fetch)];
  await idle.getUsers([1]);
  const calls = [b24.getUsers([4]), b24.loadUser(5), other.getCurrentUser()];
  for (const error of await Promise.all(calls.map(caught))) checkPanic(error);
  // Those that hang, and the one at whose answer it panicked: nobody reads its body.
  assert.deepEqual(seen, { requests: 4, aborted: 3 });
  for (const each of [b24, other, idle]) assert.equal((await each.getUsers([4])).users[0].name, "User 4");
  assert.deepEqual(strays, []);
});

test("a stream ends with the error, and what it handed over stays", async () => {
  const { fetch } = portal(users, () => settled().then(() => FAULT));
  const ids = Array.from({ length: 500 }, (_, index) => index + 1);
  const taken = [];
  const error = await caught((async () => {
    for await (const part of client(fetch).streamUsers(ids)) taken.push(...part.users);
  })());
  assert.deepEqual([error.code, taken.length], ["PANIC", 50]);
});

test("a stream that nobody takes from ends at the next step", async () => {
  const { fetch } = portal(users, users, users, () => FAULT);
  const b24 = client(fetch);
  const stream = b24.streamUsers([1, 2, 3]);
  await stream.next();
  checkPanic(await caught(client(portal(() => FAULT).fetch).getUsers([9])));
  assert.equal((await caught(stream.next())).code, "PANIC");
  assert.deepEqual(await stream.next(), { done: true, value: undefined });
});

test("what is asked of the ended instance between calls gets an answer", async () => {
  const { fetch } = portal(users, () => FAULT);
  const b24 = client(fetch);
  await b24.getUsers([4]);
  await caught(b24.getUsers([5]));
  assert.equal(b24.stats().requests, 0);
  b24.invalidate();
  assert.equal((await b24.getUsers([4])).users.length, 1);
  assert.equal(b24.stats().requests, 1);
});

test("a hundred panics, and the next call works", async () => {
  const faults = Array.from({ length: 100 }, () => () => FAULT);
  const b24 = client(portal(...faults).fetch);
  for (let round = 0; round < 100; round += 1) checkPanic(await caught(b24.getUsers([4])));
  assert.equal((await b24.getUsers([4])).users.length, 1);
  await settled();
  assert.deepEqual(strays, []);
});

test("the entry that is given the module starts afresh, too", async () => {
  const slim = await import(pathToFileURL(join(FOLDER, "dist/slim.js")));
  const { readFile } = await import("node:fs/promises");
  // A response can be read once only.
  await slim.init(new Response(await readFile(join(FOLDER, "dist/b24.wasm")), { headers: { "Content-Type": "application/wasm" } }));
  const { fetch } = portal(() => FAULT);
  const b24 = slim.createClient({ portal: "example.bitrix24.com", auth: "t", fetch, limits });
  checkPanic(await caught(b24.getUsers([4])));
  assert.equal((await b24.getUsers([4])).users.length, 1);
});

test("no timer keeps the process, and nothing ends it", () => {
  const folder = mkdtempSync(join(tmpdir(), "b24-users-panic-"));
  const script = join(folder, "app.mjs");
  writeFileSync(script, `import { createClient } from ${JSON.stringify(String(pathToFileURL(join(FOLDER, "dist/index.js"))))};
const answers = [{ status: 599, text: async () => "" }, { status: 200, text: async () => '{"result":{"4":{"id":4,"name":"A"}}}' }];
const b24 = createClient({ portal: "example.bitrix24.com", auth: "t", fetch: async () => answers.shift() });
const error = await b24.getUsers([4]).catch((error) => error);
console.log(error.kind, error.code, (await b24.getUsers([4])).users[0].name);`);
  try {
    // The time limit of the request that died would keep it for 65 seconds.
    assert.equal(execFileSync(process.execPath, [script], { encoding: "utf8", timeout: 30_000 }), "load PANIC A\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("in a page, too, where the bucket is shared with other tabs", async () => {
  const body = reporting(
    'import { createClient } from "/dist/index.js";',
    `const strays = [];
addEventListener("error", ({ message }) => strays.push(message));
addEventListener("unhandledrejection", ({ reason }) => strays.push(String(reason)));
const answers = [{ status: 599, text: async () => "" }, { status: 200, text: async () => '{"result":{"4":{"id":4,"name":"A"}}}' }];
const b24 = createClient({ portal: "example.bitrix24.com", auth: "t", fetch: async () => answers.shift() });
const error = await b24.getUsers([4]).catch((error) => error);
const { users } = await b24.getUsers([4]);
await new Promise((resolve) => setTimeout(resolve, 50));
return [error.code, users[0].name, strays];`,
  );
  const server = await serve(FOLDER, { "/": { body: `<!doctype html><body><script type="module">${body}</script>` } });
  const browser = await launch();
  try {
    const { outcome, complaints } = await outcomeOf(browser, `${server.origin}/`);
    assert.deepEqual([outcome, complaints.filter((text) => !text.includes("favicon") && !text.includes("404"))], [["PANIC", "A", []], []]);
  } finally {
    await browser.close();
    await server.close();
  }
});
