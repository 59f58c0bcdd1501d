// Raw calls and batches of any REST method.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { recordRequests, configurePortal, portal } from "./support/portal.mjs";

let app, b24, createClient, B24Error;
before(async () => {
  app = new App();
  ({ createClient, B24Error } = await app.import());
  b24 = createClient({ portal: portal.origin, auth: portal.accessToken });
});
after(() => app.remove());

/** The form fields that a call with these parameters sends, without the token. */
async function sentFields(params) {
  let body;
  const fetch = async (_url, init) => {
    body = init.body;
    return { status: 200, text: async () => '{"result":true}' };
  };
  await createClient({ portal: portal.origin, auth: "t", fetch }).call("some.thing", params);
  return Array.from(new URLSearchParams(body)).filter(([name]) => name !== "auth");
}

test("call() returns result, next, total and time", async () => {
  const { result, next, total, time } = await b24.call("user.get", { sort: "ID", order: "ASC" });
  assert.equal(result.length, 50);
  assert.equal(typeof result[0].ID, "string");
  assert.equal(next, 50);
  assert(total > 4000);
  assert.equal(typeof time.duration, "number");
  assert.match(time.dateStart, /^\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d$/);
  const me = await b24.call("im.user.get");
  assert.deepEqual(Object.keys(me).sort(), ["result", "time"]);
  assert.equal(me.result.work_position, (await b24.getCurrentUser()).workPosition);
});

test("next and total are the numbers that the portal sends", async () => {
  for (const [sent, expected] of [
    [-1, -1],
    [0.5, 0.5],
    ["120", 120],
    ["many", undefined],
    [null, undefined],
  ]) {
    const page = { result: { items: [] }, next: 23, total: sent };
    const parts = {
      result: { c0: page.result },
      result_next: { c0: 23 },
      result_total: { c0: sent },
    };
    const fetch = async (url) => {
      const body = JSON.stringify(url.includes("batch") ? { result: parts } : page);
      return { status: 200, text: async () => body };
    };
    const client = createClient({ portal: portal.origin, auth: "t", fetch });
    const { results } = await client.batch({ a: { method: "im.recent.list" } });
    for (const response of [await client.call("im.recent.list"), results.a]) {
      assert.deepEqual([response.next, response.total], [23, expected]);
      assert.equal("total" in response, expected !== undefined);
    }
  }
});

test("parameters are encoded as PHP parses forms", async () => {
  const date = new Date(Date.UTC(2026, 2, 16, 10, 0, 0, 123));
  assert.deepEqual(
    await sentFields({
      text: "a&b=c ü",
      integer: 4,
      fraction: 0.5,
      bigint: 2n ** 64n,
      yes: true,
      no: false,
      null: null,
      undefined: undefined,
      date,
      list: [4, [5], undefined, null],
      map: { a: { ">=b": 1 }, c: undefined },
      emptyList: [],
      emptyMap: {},
      converted: { toJSON: () => [1] },
      "filter[ID]": 7,
    }),
    [
      ["text", "a&b=c ü"],
      ["integer", "4"],
      ["fraction", "0.5"],
      ["bigint", "18446744073709551616"],
      ["yes", "1"],
      ["no", "0"],
      ["null", ""],
      ["date", "2026-03-16T10:00:00+00:00"],
      ["list[0]", "4"],
      ["list[1][0]", "5"],
      ["list[2]", ""],
      ["list[3]", ""],
      ["map[a][>=b]", "1"],
      ["emptyList", ""],
      ["emptyMap", ""],
      ["converted[0]", "1"],
      ["filter[ID]", "7"],
    ],
  );
});

test("invalid parameters are rejected, and errors do not contain their values", async () => {
  const cyclic = { inner: {} };
  cyclic.inner.again = cyclic;
  const deep = Array.from({ length: 70 }).reduce((inner) => [inner], "k7canary9");
  const { log } = await recordRequests(async () => {
    for (const params of [
      null,
      "k7canary9",
      [1],
      { a: () => "k7canary9" },
      { a: Symbol("k7canary9") },
      { a: NaN },
      { a: Infinity },
      { a: new Date(NaN) },
      { a: new Map([["k7canary9", 1]]) },
      { a: new Set(["k7canary9"]) },
      { a: { b: new Uint8Array(4) } },
      { a: { "": 1 } },
      { "": 1 },
      { a: { "b]": 1 } },
      cyclic,
      { deep },
      {
        get a() {
          throw new Error("no");
        },
      },
      { many: Array.from({ length: 1000 }, (_, index) => index) },
    ]) {
      const error = await b24.call("user.get", params).catch((error) => error);
      assert(error instanceof B24Error);
      assert.deepEqual([error.code, error.kind], ["INVALID_PARAMS", "request"]);
      assert(!JSON.stringify(error).includes("k7canary9"), error.message);
    }
    for (const method of [undefined, null, 4, "", "user/get", "../rest"]) {
      await assert.rejects(b24.call(method), { code: "INVALID_METHOD" });
    }
  });
  assert.deepEqual(log, []);
});

test("call() rejects with typed errors", async () => {
  await assert.rejects(b24.call("no.such.method"), {
    name: "B24Error",
    code: "ERROR_METHOD_NOT_FOUND",
    method: "no.such.method",
  });
  await assert.rejects(b24.call("user.get", {}, { signal: AbortSignal.abort() }), {
    code: "ABORTED",
  });
  await assert.rejects(b24.call("user.get", {}, { deadlineMs: 0 }), { code: "DEADLINE_EXCEEDED" });
  await assert.rejects(b24.call("user.get", {}, { idempotent: 1 }), { code: "INVALID_OPTIONS" });
});

test("only calls marked as idempotent are retried", async () => {
  const once = [{ kind: "error", code: "INTERNAL_SERVER_ERROR", times: 1 }];
  const callWith = (options) =>
    recordRequests(() =>
      configurePortal("faults", once, () =>
        b24.call("im.user.get", {}, options).catch(({ code }) => code),
      ),
    );
  const unsafe = await callWith();
  assert.deepEqual([unsafe.outcome, unsafe.log.length], ["INTERNAL_SERVER_ERROR", 1]);
  const safe = await callWith({ idempotent: true });
  assert.deepEqual([safe.outcome.result.id, safe.log.length], [1, 2]);
});

test("a batch accepts any command names", async () => {
  const commands = Object.fromEntries(
    ["10", "__proto__", "", "result", "constructor", "a b", "c0"].map((name) => [
      name,
      { method: "im.user.get", params: { ID: 4 } },
    ]),
  );
  commands.bad = { method: "im.user.get", params: { ID: 999 } };
  const { outcome, log } = await recordRequests(() => b24.batch(commands));
  assert.equal(log.length, 1);
  assert.deepEqual(
    Object.keys(outcome.results).sort(),
    Object.keys(commands)
      .filter((name) => name !== "bad")
      .sort(),
  );
  for (const { result } of Object.values(outcome.results)) assert.equal(result.id, 4);
  assert.equal(Object.getPrototypeOf(outcome.results), Object.prototype);
  assert.deepEqual(Object.keys(outcome.errors), ["bad"]);
  assert(outcome.errors.bad instanceof B24Error);
  assert.equal(outcome.errors.bad.code, "USER_NOT_EXISTS");
});

test("a batch of any length is split into requests of 50 commands", async () => {
  const commands = Object.fromEntries(
    Array.from({ length: 120 }, (_, index) => [
      `u${index}`,
      { method: "im.user.get", params: { ID: 4 } },
    ]),
  );
  const { outcome, log } = await recordRequests(() => b24.batch(commands));
  assert.equal(Object.keys(outcome.results).length, 120);
  assert.deepEqual(
    log.map(({ commands }) => commands.length),
    [50, 50, 20],
  );
  assert.deepEqual(await b24.batch({}), { results: {}, errors: {} });
});

test("references to results are resolved, and commands with failed references are skipped", async () => {
  const members = (chat) => ({ method: "im.chat.user.list", params: { CHAT_ID: chat } });
  const users = {
    method: "im.user.list.get",
    params: { ID: "$result[my members]", RESULT_TYPE: "array" },
  };
  const good = await b24.batch({ "my members": members(12), users });
  assert.deepEqual(
    good.results.users.result.map(({ id }) => id),
    good.results["my members"].result,
  );
  const { outcome, log } = await recordRequests(() =>
    b24.batch({ "my members": members(1), users }),
  );
  assert.deepEqual(
    Object.entries(outcome.errors).map(([name, { code }]) => [name, code]),
    [
      ["my members", "ACCESS_ERROR"],
      ["users", "COMMAND_SKIPPED"],
    ],
  );
  assert.deepEqual(
    log[0].commands.map(({ method }) => method),
    ["im.chat.user.list"],
  );
  await assert.rejects(
    b24.batch({ users: { method: "im.user.list.get", params: { ID: "$result[gone]" } } }),
    { code: "INVALID_REFERENCE" },
  );
});

test("invalid batches are rejected", async () => {
  for (const commands of [
    undefined,
    null,
    [],
    "x",
    { a: null },
    { a: "user.get" },
    { a: { method: "user.get", params: 4 } },
  ]) {
    await assert.rejects(b24.batch(commands), { code: "INVALID_PARAMS" });
  }
  await assert.rejects(b24.batch({ a: {} }), { code: "INVALID_METHOD" });
});

test("calls of a closed client are rejected", async () => {
  const closed = createClient({ portal: portal.origin, auth: portal.accessToken });
  closed.close();
  await assert.rejects(closed.call("user.get"), { code: "CLOSED" });
  await assert.rejects(closed.batch({}), { code: "CLOSED" });
  await assert.rejects(closed.getChatUsers(12), { code: "CLOSED" });
  assert.throws(() => closed.listUserIds(), { code: "CLOSED" });
});
