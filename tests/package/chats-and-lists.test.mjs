// Members of chats, and lists of user ids.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { recordRequests, configurePortal, portal } from "./support/portal.mjs";

const MEMBER_IDS = [1, 4, 5, 17, 61, 72, 74, 90, 105, 106, 107, 108];

let app, createClient, b24;
before(async () => {
  app = new App();
  ({ createClient } = await app.import());
  b24 = createClient({ portal: portal.origin, auth: portal.accessToken });
});
after(() => app.remove());

test("getChatUserIds returns the ids of a chat's members", async () => {
  for (const chat of [12, "chat12", "sg7"])
    assert.deepEqual(await b24.getChatUserIds(chat), MEMBER_IDS);
  for (const closed of [13, 1, "chat404"])
    await assert.rejects(b24.getChatUserIds(closed), { code: "ACCESS_ERROR", kind: "access" });
  const { log } = await recordRequests(async () => {
    for (const invalid of ["12", 0, -1, 4.5, "user4", undefined, null, [12], {}, "CHAT12"]) {
      await assert.rejects(b24.getChatUserIds(invalid), { code: "INVALID_CHAT", kind: "request" });
      await assert.rejects(b24.getChatUsers(invalid), { code: "INVALID_CHAT", kind: "request" });
    }
  });
  assert.deepEqual(log, []);
});

test("getChatUsers sends one request and fills the cache", async () => {
  const fresh = createClient({ portal: portal.origin, auth: portal.accessToken });
  const { outcome, log } = await recordRequests(() => fresh.getChatUsers(12));
  assert.deepEqual(
    outcome.users.map(({ id }) => id),
    MEMBER_IDS,
  );
  assert.deepEqual(
    [outcome.missing, outcome.failed, outcome.invalid, outcome.time.requests],
    [[], [], [], 1],
  );
  assert.equal(log.length, 1);
  const again = await recordRequests(() => fresh.getUsers(MEMBER_IDS));
  assert.deepEqual(again.log, []);
  assert.deepEqual(again.outcome.users, outcome.users);
  await assert.rejects(fresh.getChatUsers(13), { code: "ACCESS_ERROR" });
});

test("a failed getChatUsers rejects with the users that arrived", async () => {
  const fresh = createClient({ portal: portal.origin, auth: portal.accessToken });
  await configurePortal("faults", [{ kind: "html", status: 500, ids: [106] }], async () => {
    await assert.rejects(
      fresh.getChatUsers(12),
      ({ name, result }) => name === "PartialResultError" && result.users.length === 11,
    );
  });
});

async function collect(pages) {
  const ids = [];
  for await (const page of pages) ids.push(...page);
  return ids;
}

test("listUserIds returns all ids, sorted and without duplicates", async () => {
  const { outcome: ids, log } = await recordRequests(() => collect(b24.listUserIds()));
  assert(ids.length > 4000);
  assert.deepEqual(
    ids,
    [...ids].sort((one, other) => one - other),
  );
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(log.length, 1 + Math.ceil((ids.length - 50) / 2500));
});

test("filters are case-insensitive, and invalid filters are rejected", async () => {
  assert.deepEqual(await collect(b24.listUserIds({ id: [4, "5", 999, 17] })), [4, 5]);
  assert.deepEqual(await collect(b24.listUserIds({ ID: [4, 106], active: false })), [106]);
  assert.deepEqual(await collect(b24.listUserIds({ ID: [4, 106], ACTIVE: true })), [4]);
  assert.deepEqual(await collect(b24.listUserIds({ ID: 999 })), []);
  const { log } = await recordRequests(async () => {
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
        async () => collect(b24.listUserIds(filter)),
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
        async () => collect(b24.listUserIds(filter)),
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
        async () => collect(b24.listUserIds(filter)),
        { code: "INVALID_PARAMS" },
        JSON.stringify(filter),
      );
    }
    const empty = { toJSON() {} };
    for (const filter of [{ ID: empty }, { ACTIVE: true, ID: [empty] }]) {
      await assert.rejects(async () => collect(b24.listUserIds(filter)), {
        code: "INVALID_PARAMS",
      });
    }
    for (const invalid of [null, 4, "ID", [4]])
      assert.throws(() => b24.listUserIds(invalid), { code: "INVALID_PARAMS" });
  });
  assert.deepEqual(log, []);
});

test("flags, empty values and EXTERNAL_AUTH_ID are sent in the portal's format", async () => {
  const sentFields = async (filter) => {
    let fields;
    const fetch = async (_url, init) => {
      fields = Array.from(new URLSearchParams(init.body)).filter(([name]) =>
        name.startsWith("FILTER"),
      );
      return { status: 200, text: async () => '{"result":[]}' };
    };
    await collect(createClient({ portal: portal.origin, auth: "t", fetch }).listUserIds(filter));
    return fields;
  };
  for (const isTrue of [true, "true", "TRUE", "Y", "y", 1, "1", [true], ["Y", 1]]) {
    assert.deepEqual(await sentFields({ ACTIVE: isTrue, "!IS_ONLINE": isTrue }), [
      ["FILTER[ACTIVE]", "Y"],
      ["FILTER[!IS_ONLINE]", "Y"],
    ]);
  }
  for (const isFalse of [false, "false", "N", "n", 0, "0", [false]])
    assert.deepEqual(await sentFields({ ACTIVE: isFalse }), [["FILTER[ACTIVE]", "N"]]);
  assert.deepEqual(await sentFields({ UF_USR_1: true, UF_USR_2: false }), [
    ["FILTER[UF_USR_1]", "1"],
    ["FILTER[UF_USR_2]", ""],
  ]);
  for (const empty of ["", null])
    assert.deepEqual(await sentFields({ LAST_NAME: empty, "!UF_DEPARTMENT": empty }), [
      ["FILTER[LAST_NAME]", ""],
      ["FILTER[!UF_DEPARTMENT]", ""],
    ]);
  assert.deepEqual(await sentFields({ EXTERNAL_AUTH_ID: "socservices" }), [
    ["FILTER[EXTERNAL_AUTH_ID]", "socservices"],
  ]);
});

test("searchUserIds returns the ids of matching users", async () => {
  assert((await collect(b24.searchUserIds("Emily Smith"))).includes(4));
  assert.deepEqual(await collect(b24.searchUserIds("Nobody at all")), []);
  for (const invalid of [undefined, null, 4, ["Emily"]])
    assert.throws(() => b24.searchUserIds(invalid), { code: "INVALID_PARAMS" });
  await assert.rejects(collect(b24.searchUserIds(" ")), { code: "INVALID_PARAMS" });
});

test("breaking out of a list aborts its request in flight", async () => {
  const signals = [];
  let second;
  const secondRequest = new Promise((resolve) => (second = resolve));
  const client = createClient({
    portal: portal.origin,
    auth: portal.accessToken,
    fetch(url, init) {
      signals.push(init.signal);
      if (signals.length === 1) return fetch(url, init);
      second();
      return new Promise(() => {});
    },
  });
  for await (const page of client.listUserIds()) {
    assert.equal(page.length, 50);
    await secondRequest;
    break;
  }
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [false, true],
  );
});

test("lists and chats respect signals and deadlines", async () => {
  const abort = new AbortController();
  const pages = b24.listUserIds({}, { signal: abort.signal });
  await pages.next();
  abort.abort();
  await assert.rejects(pages.next(), { code: "ABORTED" });
  // Raised limits, since the previous tests have filled the shared bucket.
  const limits = { burst: 1000, perSecond: 1000 };
  const unlimited = createClient({ portal: portal.origin, auth: portal.accessToken, limits });
  await configurePortal("faults", [{ kind: "hang" }], async () => {
    const late = { code: "DEADLINE_EXCEEDED" };
    await assert.rejects(collect(unlimited.listUserIds({}, { deadlineMs: 300 })), late);
    await assert.rejects(unlimited.getChatUsers(12, { deadlineMs: 300 }), late);
  });
  await assert.rejects(async () => collect(b24.listUserIds({}, { deadlineMs: -1 })), {
    code: "DEADLINE_EXCEEDED",
  });
});

test("a missing scope is an access error", async () => {
  await configurePortal(
    "faults",
    [{ kind: "error", code: "insufficient_scope", method: "user.get" }],
    async () => {
      await assert.rejects(collect(b24.listUserIds()), {
        code: "insufficient_scope",
        kind: "access",
        method: "user.get",
      });
    },
  );
});
