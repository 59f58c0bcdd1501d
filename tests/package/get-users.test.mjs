// `getUsers`, `loadUser` and `streamUsers` in Node, against the fake portal.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { recordRequests, portal } from "./support/portal.mjs";

let app, createClient, b24;
before(async () => {
  app = new App();
  ({ createClient } = await app.import());
  b24 = createClient({ portal: portal.origin, auth: portal.accessToken });
});
after(() => app.remove());

test("users are returned in the order of their ids, with the missing ids", async () => {
  const { users, missing, issues, invalid, failed, time } = await b24.getUsers([5, 999, "4", 5]);
  assert.deepEqual(
    users.map(({ id, name, workPosition }) => [id, name, workPosition]),
    [
      [5, "John Johnson", "Manager"],
      [4, "Emily Smith", "Analyst"],
    ],
  );
  assert.deepEqual([missing, issues, invalid, failed], [[999], [], [], []]);
  assert.equal(time.requests, 1);
  assert.equal(typeof time.duration, "number");
});

test("all fields of a user", async () => {
  const { users } = await b24.getUsers([4]);
  assert.deepEqual(users[0], {
    id: 4,
    active: true,
    name: "Emily Smith",
    firstName: "Emily",
    lastName: "Smith",
    workPosition: "Analyst",
    color: "#df532d",
    avatar: `${portal.origin}/upload/main/avatar4.png`,
    avatarHr: `${portal.origin}/upload/main/avatar4_hr.png`,
    gender: "F",
    birthday: null,
    extranet: false,
    network: false,
    bot: false,
    connector: false,
    externalAuthId: "default",
    status: "online",
    idle: null,
    lastActivityDate: "2026-03-02T09:30:00+01:00",
    mobileLastDate: null,
    desktopLastDate: null,
    absent: null,
    departments: [7, 5],
    phones: {
      personalMobile: "+12123456789",
      workPhone: "+12123456789",
      innerPhone: "22",
      personalPhone: null,
    },
    botData: null,
    type: "user",
    website: "example.com",
    email: "emily.smith@example.com",
    extra: {},
  });
  assert.deepEqual(structuredClone(users[0]), users[0]);
  assert.deepEqual(JSON.parse(JSON.stringify(users[0])), users[0]);
});

test("a call sends one request with a form, and no preflight", async () => {
  const { log } = await recordRequests(() => b24.getUsers([4, 5, 999], { fresh: true }));
  assert.deepEqual(
    log.map(({ verb, method, contentType, ids, status }) => [
      verb,
      method,
      contentType,
      ids,
      status,
    ]),
    [["POST", "im.user.list.get", "application/x-www-form-urlencoded;charset=UTF-8", 3, 200]],
  );
});

test("any iterable of ids is accepted", async () => {
  function* generated() {
    yield 4;
    yield "5";
  }
  for (const ids of [
    [4, 5],
    new Set([4, 5]),
    new Map([
      [4, ""],
      [5, ""],
    ]).keys(),
    generated(),
    new Uint32Array([4, 5]),
  ]) {
    assert.equal((await b24.getUsers(ids)).users.length, 2);
  }
});

test("the ids are copied when the call is made", async () => {
  const ids = [4];
  const call = b24.getUsers(ids);
  ids[0] = 5;
  assert.equal((await call).users[0].id, 4);
});

test("no request is sent without ids", async () => {
  const { outcome, log } = await recordRequests(() => b24.getUsers([]));
  assert.deepEqual([outcome.users, outcome.missing, outcome.time.requests, log], [[], [], 0, []]);
});

// spec: ids.map, ids.none, ids.dropped, ids.intval, ids.nested
test("invalid ids are rejected before anything is sent", async () => {
  const { log } = await recordRequests(async () => {
    for (const invalid of [
      0,
      -1,
      4.5,
      "4abc",
      "",
      " 4",
      true,
      null,
      undefined,
      [4],
      {},
      NaN,
      2 ** 53,
      4n,
      Symbol("4"),
      () => 4,
    ]) {
      await assert.rejects(b24.getUsers([4, invalid]), {
        name: "B24Error",
        code: "INVALID_ID",
        kind: "request",
        retryable: false,
        message: /^Invalid user ids: \[1\] /,
      });
    }
    for (const invalid of [4, "45", new String("45"), null, undefined, {}, true]) {
      await assert.rejects(b24.getUsers(invalid), { name: "B24Error", code: "INVALID_ID" });
    }
    function* throwing() {
      yield 4;
      throw new RangeError("no more");
    }
    const error = await b24.getUsers(throwing()).catch((error) => error);
    assert.ok(error.code === "INVALID_ID" && error.cause instanceof RangeError, String(error));
  });
  assert.deepEqual(log, []);
});

test("invalid ids can be reported, with their original values", async () => {
  const original = { id: 4 };
  const { users, invalid } = await b24.getUsers([original, 4, "4abc"], { invalid: "report" });
  assert.equal(users[0].id, 4);
  assert.deepEqual(invalid, [
    { index: 0, value: original },
    { index: 2, value: "4abc" },
  ]);
  assert.equal(invalid[0].value, original);
  const reportingClient = createClient({
    portal: portal.origin,
    auth: portal.accessToken,
    invalid: "report",
  });
  assert.equal((await reportingClient.getUsers([0])).invalid.length, 1);
});

// spec: answer.extranet, answer.extranet-self
test("users who are not visible to an extranet caller are missing", async () => {
  const outside = createClient({ portal: portal.origin, auth: portal.extranetToken });
  const { users, missing } = await outside.getUsers([4, 6, 61]);
  assert.deepEqual([users.map((user) => user.id), missing], [[4], [6, 61]]);
  assert.deepEqual((await outside.getUsers([6])).missing, [6]);
});

test("many ids are sent in one batch", async () => {
  const ids = Array.from({ length: 950 }, (_, index) => index + 1);
  const { outcome, log } = await recordRequests(() => b24.getUsers(ids, { fresh: true }));
  assert.equal(outcome.users.length + outcome.missing.length, 950);
  assert.deepEqual(outcome.missing, [99, 199, 299, 399, 499, 599, 699, 799, 899]);
  assert.deepEqual(
    log.map(({ verb, method, status }) => [verb, method, status]),
    [["POST", "batch", 200]],
  );
});

test("users are cached until they are invalidated or a fresh result is requested", async () => {
  const client = createClient({ portal: portal.origin, auth: portal.accessToken });
  const [first] = (await client.getUsers([4])).users;
  const { log } = await recordRequests(async () => {
    const again = (await client.getUsers([4])).users[0];
    assert.deepEqual(again, first);
    again.name = "changed";
    assert.equal(
      (await client.getUsers([4])).users[0].name,
      "Emily Smith",
      "changes to a result do not affect the cache",
    );
    await client.getUsers([4], { fresh: true });
    client.invalidate([4]);
    await client.getUsers([4]);
    client.invalidate();
    await client.getUsers([4], { maxAgeMs: 60_000 });
  });
  assert.equal(log.length, 3);
  assert.deepEqual(
    [client.stats().cacheHits, client.stats().requests, client.stats().cacheSize],
    [2, 4, 1],
  );
  const uncached = createClient({ portal: portal.origin, auth: portal.accessToken, cache: false });
  const { log: uncachedLog } = await recordRequests(async () => {
    await uncached.getUsers([4]);
    await uncached.getUsers([4]);
  });
  assert.equal(uncachedLog.length, 2);
});

test("a hundred loads of ten users in one tick share one request", async () => {
  const client = createClient({ portal: portal.origin, auth: portal.accessToken });
  const loads = () =>
    Promise.all(Array.from({ length: 100 }, (_, index) => client.loadUser((index % 10) + 1)));
  const { outcome, log } = await recordRequests(loads);
  assert.deepEqual(
    outcome.map((user) => user.id),
    Array.from({ length: 100 }, (_, index) => (index % 10) + 1),
  );
  assert.deepEqual(
    log.map(({ method, ids }) => [method, ids]),
    [["im.user.list.get", 10]],
  );
});

test("loadUser returns null for a missing user and rejects invalid ids", async () => {
  assert.equal(await b24.loadUser(999), null);
  for (const invalid of [0, "4abc", null, undefined, [4]])
    await assert.rejects(b24.loadUser(invalid), { code: "INVALID_ID" });
});

test("streamUsers yields users as they arrive, with a small first batch", async () => {
  const ids = Array.from({ length: 900 }, (_, index) => index + 1);
  const sizes = [];
  let missing = 0;
  let resolveFirst;
  const firstPart = new Promise((resolve) => (resolveFirst = resolve));
  let sent = 0;
  // Delays the other requests, so that the first response arrives first.
  const fetchInOrder = async (url, init) => {
    if (sent++ > 0) await firstPart;
    return fetch(url, init);
  };
  const client = createClient({
    portal: portal.origin,
    auth: portal.accessToken,
    fetch: fetchInOrder,
  });
  for await (const part of client.streamUsers(ids)) {
    sizes.push(part.users.length);
    missing += part.missing.length;
    resolveFirst();
  }
  assert.equal(sizes[0], 50);
  assert.equal(sizes.reduce((sum, size) => sum + size) + missing, 900);
});

test("breaking out of the loop stops further requests", async () => {
  const client = createClient({
    portal: portal.origin,
    auth: portal.accessToken,
    limits: { idsPerCall: 1 },
  });
  const ids = Array.from({ length: 900 }, (_, index) => index + 1);
  for await (const { users } of client.streamUsers(ids)) {
    assert.ok(users.length > 0);
    break;
  }
  const { requests } = client.stats();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(client.stats().requests, requests);
});

test("progress and events are reported, and errors of listeners are ignored", async () => {
  const events = [];
  const progress = [];
  const onEvent = (event) => {
    events.push(event);
    throw new Error("a listener's own");
  };
  const client = createClient({ portal: portal.origin, auth: portal.accessToken, onEvent });
  const onProgress = (update) => {
    progress.push(update);
    throw new Error("a listener's own");
  };
  await client.getUsers([4, 90, 999], { onProgress });
  assert.deepEqual(progress, [{ done: 3, total: 3, requests: 1 }]);
  const [request, response, issue] = events;
  assert.deepEqual(
    { ...request, at: 0 },
    { at: 0, type: "request", request: 1, method: "im.user.list.get", ids: 3 },
  );
  assert.deepEqual(
    [response.type, response.request, response.status, response.code],
    ["response", 1, 200, null],
  );
  assert.deepEqual([issue.type, issue.issue.id, issue.issue.path], ["issue", 90, "website"]);
  assert.ok(Math.abs(request.at - Date.now()) < 60_000 && response.afterMs >= 0);
});

test("results are collected while later calls use the same signal", () => {
  const printed = app.run(
    "leak.mjs",
    `import { createClient } from "b24-users";
const users = JSON.stringify({ result: Object.fromEntries(Array.from({ length: 50 }, (_, id) => [id + 1, { name: "A" }])) });
const fetch = async () => ({ status: 200, text: async () => users });
const limits = { burst: 100_000, perSecond: 1000 };
const client = createClient({ portal: "example.bitrix24.com", auth: "t", cache: false, fetch, limits });
const { signal } = new AbortController();
const lists = [];
for (let call = 0; call < 50; call++) {
  lists.push(new WeakRef(await client.getUsers(Array.from({ length: 50 }, (_, id) => id + 1), { signal })));
}
await new Promise((resolve) => setTimeout(resolve, 10));
gc();
console.log(lists.filter((list) => list.deref()).length <= 2);`,
    "--expose-gc",
  );
  assert.equal(printed, "true\n");
});
