// A chat's people, and where ids come from, of the packed package.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { logged, ordered, portal } from "./support/portal.mjs";

const DOZEN = [1, 4, 5, 17, 61, 72, 74, 90, 105, 106, 107, 108];

let app, createClient, b24;
before(async () => {
  app = new App();
  ({ createClient } = await app.import());
  b24 = createClient({ portal: portal.origin, auth: portal.accessToken });
});
after(() => app.remove());

test("the ids of a chat's people", async () => {
  for (const chat of [12, "chat12", "sg7"]) assert.deepEqual(await b24.getChatUserIds(chat), DOZEN);
  for (const closed of [13, 1, "chat404"])
    await assert.rejects(b24.getChatUserIds(closed), { code: "ACCESS_ERROR", kind: "access" });
  const { log } = await logged(async () => {
    for (const odd of ["12", 0, -1, 4.5, "user4", undefined, null, [12], {}, "CHAT12"]) {
      await assert.rejects(b24.getChatUserIds(odd), { code: "INVALID_CHAT", kind: "request" });
      await assert.rejects(b24.getChatUsers(odd), { code: "INVALID_CHAT", kind: "request" });
    }
  });
  assert.deepEqual(log, []);
});

test("a chat's people, in one request, and then from the cache", async () => {
  const fresh = createClient({ portal: portal.origin, auth: portal.accessToken });
  const { outcome, log } = await logged(() => fresh.getChatUsers(12));
  assert.deepEqual(
    outcome.users.map(({ id }) => id),
    DOZEN,
  );
  assert.deepEqual(
    [outcome.missing, outcome.failed, outcome.invalid, outcome.time.requests],
    [[], [], [], 1],
  );
  assert.equal(log.length, 1);
  const again = await logged(() => fresh.getUsers(DOZEN));
  assert.deepEqual(again.log, []);
  assert.deepEqual(again.outcome.users, outcome.users);
  await assert.rejects(fresh.getChatUsers(13), { code: "ACCESS_ERROR" });
});

test("what arrived of a chat is not lost", async () => {
  const fresh = createClient({ portal: portal.origin, auth: portal.accessToken });
  await ordered("faults", [{ kind: "html", status: 500, ids: [106] }], async () => {
    await assert.rejects(
      fresh.getChatUsers(12),
      ({ name, result }) => name === "PartialResultError" && result.users.length === 11,
    );
  });
});

async function taken(pages) {
  const ids = [];
  for await (const page of pages) ids.push(...page);
  return ids;
}

test("all ids that the portal lists", async () => {
  const { outcome: ids, log } = await logged(() => taken(b24.listUserIds()));
  assert(ids.length > 4000);
  assert.deepEqual(
    ids,
    [...ids].sort((one, other) => one - other),
  );
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(log.length, 1 + Math.ceil((ids.length - 50) / 2500));
});

test("ids by a filter, in any case", async () => {
  assert.deepEqual(await taken(b24.listUserIds({ id: [4, "5", 999, 17] })), [4, 5]);
  assert.deepEqual(await taken(b24.listUserIds({ ID: [4, 106], active: false })), [106]);
  assert.deepEqual(await taken(b24.listUserIds({ ID: [4, 106], ACTIVE: true })), [4]);
  assert.deepEqual(await taken(b24.listUserIds({ ID: 999 })), []);
  const { log } = await logged(async () => {
    for (const filter of [
      { lastName: "Smith" },
      { ID: [] },
      { ID: "" },
      { ID: null },
      { ID: undefined },
      { NAME: {} },
      { 4: 5 },
    ]) {
      await assert.rejects(
        async () => taken(b24.listUserIds(filter)),
        { code: "INVALID_PARAMS" },
        JSON.stringify(filter),
      );
    }
    for (const filter of [
      { LAST_NAME: [] },
      { LAST_NAME: {} },
      { NAME: [""] },
      { NAME: [null] },
      { NAME: { a: "Emily" } },
      { NAME: [["Emily"]] },
    ]) {
      await assert.rejects(
        async () => taken(b24.listUserIds(filter)),
        { code: "INVALID_PARAMS" },
        JSON.stringify(filter),
      );
    }
    for (const filter of [
      { ID: true },
      { ID: [true] },
      { NAME: false },
      { ACTIVE: [true, false] },
      { ACTIVE: null },
      { ID: 4, id: 5 },
      { ID: NaN },
    ]) {
      await assert.rejects(
        async () => taken(b24.listUserIds(filter)),
        { code: "INVALID_PARAMS" },
        JSON.stringify(filter),
      );
    }
    const empty = { toJSON() {} };
    for (const filter of [{ ID: empty }, { ACTIVE: true, ID: [empty] }]) {
      await assert.rejects(async () => taken(b24.listUserIds(filter)), { code: "INVALID_PARAMS" });
    }
    for (const odd of [null, 4, "ID", [4]])
      assert.throws(() => b24.listUserIds(odd), { code: "INVALID_PARAMS" });
  });
  assert.deepEqual(log, []);
});

test("flags in any spelling, nothing, and the way to sign in are sent as portals understand them", async () => {
  const sent = async (filter) => {
    let fields;
    const fetch = async (_url, init) => {
      fields = Array.from(new URLSearchParams(init.body)).filter(([name]) =>
        name.startsWith("FILTER"),
      );
      return { status: 200, text: async () => '{"result":[]}' };
    };
    await taken(createClient({ portal: portal.origin, auth: "t", fetch }).listUserIds(filter));
    return fields;
  };
  for (const yes of [true, "true", "TRUE", "Y", "y", 1, "1", [true], ["Y", 1]]) {
    assert.deepEqual(await sent({ ACTIVE: yes, "!IS_ONLINE": yes }), [
      ["FILTER[ACTIVE]", "Y"],
      ["FILTER[!IS_ONLINE]", "Y"],
    ]);
  }
  for (const no of [false, "false", "N", "n", 0, "0", [false]])
    assert.deepEqual(await sent({ ACTIVE: no }), [["FILTER[ACTIVE]", "N"]]);
  assert.deepEqual(await sent({ UF_USR_1: true, UF_USR_2: false }), [
    ["FILTER[UF_USR_1]", "1"],
    ["FILTER[UF_USR_2]", ""],
  ]);
  for (const none of ["", null])
    assert.deepEqual(await sent({ LAST_NAME: none, "!UF_DEPARTMENT": none }), [
      ["FILTER[LAST_NAME]", ""],
      ["FILTER[!UF_DEPARTMENT]", ""],
    ]);
  assert.deepEqual(await sent({ EXTERNAL_AUTH_ID: "socservices" }), [
    ["FILTER[EXTERNAL_AUTH_ID]", "socservices"],
  ]);
});

test("a search", async () => {
  assert((await taken(b24.searchUserIds("Emily Smith"))).includes(4));
  assert.deepEqual(await taken(b24.searchUserIds("Nobody at all")), []);
  for (const odd of [undefined, null, 4, ["Emily"]])
    assert.throws(() => b24.searchUserIds(odd), { code: "INVALID_PARAMS" });
  await assert.rejects(taken(b24.searchUserIds(" ")), { code: "INVALID_PARAMS" });
});

test("leaving a list ends it, and the request that is under way for it", async () => {
  const signals = [];
  let second;
  const isUnderWay = new Promise((resolve) => (second = resolve));
  const leaver = createClient({
    portal: portal.origin,
    auth: portal.accessToken,
    fetch(url, init) {
      signals.push(init.signal);
      if (signals.length === 1) return fetch(url, init);
      second();
      return new Promise(() => {});
    },
  });
  for await (const page of leaver.listUserIds()) {
    assert.equal(page.length, 50);
    await isUnderWay;
    break;
  }
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [false, true],
  );
});

test("signals and deadlines are minded", async () => {
  const abort = new AbortController();
  const pages = b24.listUserIds({}, { signal: abort.signal });
  await pages.next();
  abort.abort();
  await assert.rejects(pages.next(), { code: "ABORTED" });
  // Without limits of its own, of which the tests before have used much.
  const limits = { burst: 1000, perSecond: 1000 };
  const unlimited = createClient({ portal: portal.origin, auth: portal.accessToken, limits });
  await ordered("faults", [{ kind: "hang" }], async () => {
    const late = { code: "DEADLINE_EXCEEDED" };
    await assert.rejects(taken(unlimited.listUserIds({}, { deadlineMs: 300 })), late);
    await assert.rejects(unlimited.getChatUsers(12, { deadlineMs: 300 }), late);
  });
  await assert.rejects(async () => taken(b24.listUserIds({}, { deadlineMs: -1 })), {
    code: "INVALID_OPTIONS",
  });
});

test("without the scope it is an access error", async () => {
  await ordered(
    "faults",
    [{ kind: "error", code: "insufficient_scope", method: "user.get" }],
    async () => {
      await assert.rejects(taken(b24.listUserIds()), {
        code: "insufficient_scope",
        kind: "access",
        method: "user.get",
      });
    },
  );
});
