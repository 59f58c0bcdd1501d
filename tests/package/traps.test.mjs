// A trap poisons its instance: pending calls are rejected, their requests are aborted, and the next
// call runs on a new instance.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { launch, outcomeOf, pageScript } from "./support/browser.mjs";
import { serve } from "./support/serve.mjs";
import { armTrap } from "./support/traps.mjs";

const TRAPS = import.meta.resolve("./support/traps.mjs");
const app = new App();
after(() => app.remove());
const FOLDER = join(app.folder, "node_modules/b24-users");
const { createClient } = await app.import();

const strays = [];
const recordStray = (error) => strays.push(error);
before(() => process.on("uncaughtException", recordStray).on("unhandledRejection", recordStray));
after(() => process.off("uncaughtException", recordStray).off("unhandledRejection", recordStray));

// A response during which the module traps.
const trapping = () => {
  armTrap();
  return { status: 200, text: async () => "" };
};
const users = (body) => {
  const calls = [...decodeURIComponent(body).matchAll(/ID=\[([\d,]+)/g)].map(([, ids]) =>
    ids.split(",").map(Number),
  );
  const list = (ids) => ids.map((id) => ({ id, name: `User ${id}` }));
  const result = body.startsWith("halt=")
    ? { result: Object.fromEntries(calls.map((ids, at) => [`c${at}`, list(ids)])) }
    : list(calls[0]);
  return { status: 200, text: async () => JSON.stringify({ result }) };
};

// Responds by `handlers` in turn, and then normally. Counts requests and aborts.
function portal(...handlers) {
  const seen = { requests: 0, aborted: 0 };
  /** @type {import("b24-users").ClientOptions["fetch"]} */
  const fetch = async (_url, { body, signal }) => {
    seen.requests += 1;
    signal?.addEventListener("abort", () => (seen.aborted += 1));
    const handle = handlers.shift();
    return handle ? handle(body) : users(body);
  };
  return { fetch, seen };
}

// The source of a client whose module traps at the first response only.
const TRAP_ONCE = `let responses = 0;
const fetch = async () => {
  responses += 1;
  if (responses === 1) armTrap();
  return { status: 200, text: async () => '{"result":{"4":{"id":4,"name":"A"}}}' };
};
const b24 = createClient({ portal: "example.bitrix24.com", auth: "t", fetch });`;

const limits = { burst: 100_000, perSecond: 1000 };
const client = (fetch, options) =>
  createClient({ portal: "example.bitrix24.com", auth: "t", fetch, limits, ...options });
const caught = (promise) =>
  promise.then(
    () => assert.fail("should have been rejected"),
    (error) => error,
  );
const hang = () => new Promise(() => {});
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

function assertTrap(error) {
  assert.deepEqual(
    [error.name, error.kind, error.code, error.retryable],
    ["B24Error", "load", "PANIC", false],
  );
  assert.equal(error.message, "The module stopped working");
  assert.ok(error.cause instanceof WebAssembly.RuntimeError);
}

test("a trap rejects the calls in flight of all clients and aborts their requests; later calls work", async () => {
  const { fetch, seen } = portal(users, hang, hang, () => settled().then(trapping));
  const [b24, other, idle] = [client(fetch), client(fetch), client(fetch)];
  await idle.getUsers([1]);
  const calls = [b24.getUsers([4]), b24.loadUser(5), other.getCurrentUser()];
  for (const error of await Promise.all(calls.map(caught))) assertTrap(error);
  // Both hanging requests, and the one whose response caused the trap: its body is never read.
  assert.deepEqual(seen, { requests: 4, aborted: 3 });
  for (const each of [b24, other, idle])
    assert.equal((await each.getUsers([4])).users[0].name, "User 4");
  assert.deepEqual(strays, []);
});

test("a stream ends with the error after the users that it delivered", async () => {
  const { fetch } = portal(users, () => settled().then(trapping));
  const ids = Array.from({ length: 500 }, (_, index) => index + 1);
  const delivered = [];
  const error = await caught(
    (async () => {
      for await (const part of client(fetch).streamUsers(ids)) delivered.push(...part.users);
    })(),
  );
  assert.deepEqual([error.code, delivered.length], ["PANIC", 50]);
});

test("an idle stream ends with the error at the next call of next()", async () => {
  const { fetch } = portal(users, users, users, trapping);
  const b24 = client(fetch);
  const stream = b24.streamUsers([1, 2, 3]);
  await stream.next();
  assertTrap(await caught(client(portal(trapping).fetch).getUsers([9])));
  assert.equal((await caught(stream.next())).code, "PANIC");
  assert.deepEqual(await stream.next(), { done: true, value: undefined });
});

test("stats() and invalidate() work between a trap and the next call", async () => {
  const { fetch } = portal(users, trapping);
  const b24 = client(fetch);
  await b24.getUsers([4]);
  await caught(b24.getUsers([5]));
  assert.equal(b24.stats().requests, 0);
  b24.invalidate();
  assert.equal((await b24.getUsers([4])).users.length, 1);
  assert.equal(b24.stats().requests, 1);
});

test("a hundred traps, and the next call works", async () => {
  const traps = Array.from({ length: 100 }, () => trapping);
  const b24 = client(portal(...traps).fetch);
  for (let round = 0; round < 100; round += 1) assertTrap(await caught(b24.getUsers([4])));
  assert.equal((await b24.getUsers([4])).users.length, 1);
  await settled();
  assert.deepEqual(strays, []);
});

test("b24-users/slim creates a new instance after a trap, too", async () => {
  const slim = await app.import("b24-users/slim");
  // The body of a response can be read only once.
  await slim.init(
    new Response(await readFile(join(FOLDER, "dist/b24.wasm")), {
      headers: { "Content-Type": "application/wasm" },
    }),
  );
  const { fetch } = portal(trapping);
  const b24 = slim.createClient({ portal: "example.bitrix24.com", auth: "t", fetch, limits });
  assertTrap(await caught(b24.getUsers([4])));
  assert.equal((await b24.getUsers([4])).users.length, 1);
});

test("after a trap, no timer keeps the process alive, and the process does not crash", () => {
  // The timeout of the interrupted request would keep the process alive for 65 s.
  const printed = app.run(
    "trap.mjs",
    `import { armTrap } from ${JSON.stringify(TRAPS)};
import { createClient } from "b24-users";
${TRAP_ONCE}
const error = await b24.getUsers([4]).catch((error) => error);
console.log(error.kind, error.code, (await b24.getUsers([4])).users[0].name);`,
  );
  assert.equal(printed, "load PANIC A\n");
});

test("a trap in a page, which shares the bucket with other tabs", async () => {
  const script = pageScript(
    `import { armTrap } from "/traps.mjs";
import { createClient } from "/dist/index.js";`,
    `const strays = [];
addEventListener("error", ({ message }) => strays.push(message));
addEventListener("unhandledrejection", ({ reason }) => strays.push(String(reason)));
${TRAP_ONCE}
const error = await b24.getUsers([4]).catch((error) => error);
const { users } = await b24.getUsers([4]);
await new Promise((resolve) => setTimeout(resolve, 50));
return [error.code, users[0].name, strays];`,
  );
  const server = await serve(FOLDER, {
    "/": { body: `<!doctype html><body><script type="module">${script}</script>` },
    "/traps.mjs": { body: await readFile(new URL(TRAPS)) },
  });
  const browser = await launch();
  try {
    const { outcome, pageErrors } = await outcomeOf(browser, `${server.origin}/`);
    const unexpected = pageErrors.filter(
      (text) => !text.includes("favicon") && !text.includes("404"),
    );
    assert.deepEqual([outcome, unexpected], [["PANIC", "A", []], []]);
  } finally {
    await browser.close();
    await server.close();
  }
});
