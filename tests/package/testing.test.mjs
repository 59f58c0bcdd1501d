// The fake portal of `b24-users/testing`.
import assert from "node:assert/strict";
import { after, before, mock, test } from "node:test";
import { runInNewContext } from "node:vm";

import { App } from "./support/app.mjs";

let app, createClient, createFakePortal, presenceOf;
before(async () => {
  app = new App();
  ({ createClient, presenceOf } = await app.import("b24-users"));
  ({ createFakePortal } = await app.import("b24-users/testing"));
});
after(() => app.remove());

const clientOf = (fake, options) =>
  createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch, ...options });
const call = (fake, method, params = {}) =>
  fake.fetch(`${fake.origin}/rest/${method}`, {
    method: "POST",
    body: new URLSearchParams({ ...params, auth: fake.accessToken }),
  });

test("a portal is ready at once, with all its properties", async () => {
  const fake = createFakePortal({ origin: "https://example.bitrix24.com" });
  assert.deepEqual(
    {
      ...fake,
      fetch: 0,
      log: 0,
      clearLog: 0,
      setPeople: 0,
      setFaults: 0,
      setLimits: 0,
      setEdition: 0,
      issueToken: 0,
      issueWebhook: 0,
    },
    {
      origin: "https://example.bitrix24.com",
      accessToken: "fake-access-token-1",
      extranetToken: "fake-extranet-token-1",
      expiredToken: "fake-expired-token-1",
      webhook: "https://example.bitrix24.com/rest/1/fakewebhook1/",
      oauth: {
        tokenEndpoint: "https://example.bitrix24.com/oauth/token/",
        clientId: "local.fake1",
        clientSecret: "fake-client-secret-1",
        refreshToken: "fake-refresh-token-1",
      },
      fetch: 0,
      log: 0,
      clearLog: 0,
      setPeople: 0,
      setFaults: 0,
      setLimits: 0,
      setEdition: 0,
      issueToken: 0,
      issueWebhook: 0,
    },
  );
  const { users, missing } = await clientOf(fake).getUsers([4, 5, 999]);
  assert.deepEqual(
    [users.map((user) => user.name), missing],
    [["Emily Smith", "John Johnson"], [999]],
  );
});

test("importing the entry has no side effects", () => {
  const printed = app.run(
    "testing-nothing.mjs",
    `globalThis.fetch = WebAssembly.Module = WebAssembly.Instance = () => { throw new Error("too early"); };
await import("b24-users/testing");
console.log("nothing");`,
  );
  assert.equal(printed, "nothing\n");
});

test("the entry can be required", () => {
  const printed = app.run(
    "testing.cjs",
    `const { createClient } = require("b24-users");
const { createFakePortal } = require("b24-users/testing");
const fake = createFakePortal();
createClient({ auth: { webhook: fake.webhook }, fetch: fake.fetch }).getUser(4).then(({ name }) => console.log(name));`,
  );
  assert.equal(printed, "Emily Smith\n");
});

test("custom users are returned", async () => {
  const ann = {
    id: 7,
    firstName: "Ann",
    lastName: "Lee",
    workPosition: "Engineer",
    gender: "F",
    phones: { workPhone: "+1 555" },
  };
  const fake = createFakePortal({
    people: [ann, { id: 2 ** 53 - 1, name: "The Last", active: false, type: "extranet" }],
  });
  const { users, missing } = await clientOf(fake).getUsers([1, 7, 4, 2 ** 53 - 1]);
  assert.deepEqual(missing, [4]);
  const [owner, first, last] = users;
  assert.equal(owner.id, 1);
  assert.deepEqual(
    [
      first.name,
      first.firstName,
      first.workPosition,
      first.gender,
      first.phones.workPhone,
      first.departments,
    ],
    ["Ann Lee", "Ann", "Engineer", "F", "+1 555", [1]],
  );
  assert.deepEqual(
    [last.id, last.name, last.active, last.type, last.phones],
    [2 ** 53 - 1, "The Last", false, "extranet", null],
  );
  const { result } = await (await call(fake, "user.get", { sort: "ID" })).json();
  // An employee's list excludes external users.
  assert.deepEqual(
    result.map(({ ID }) => Number(ID)),
    [1, 7],
  );
});

test("each portal has its own address", () => {
  const [one, other] = [createFakePortal(), createFakePortal()];
  assert.match(one.origin, /^https:\/\/portal-\d+\.example$/);
  assert.notEqual(one.origin, other.origin);
});

test("portals are independent, and the seed determines the users", async () => {
  const [one, same, other] = [{}, {}, { seed: 2 }].map((options) =>
    createFakePortal({ origin: "https://b.example/", ...options }),
  );
  const names = async (fake) =>
    (await clientOf(fake).getUsers([200, 201, 202])).users.map((user) => user.name);
  assert.deepEqual(await names(one), await names(same));
  assert.notDeepEqual(await names(one), await names(other));
  assert.equal(one.origin, "https://b.example");
  assert.equal((await call(other, "im.user.get")).status, 200);
  assert.equal(
    (await other.fetch(`${other.origin}/rest/im.user.get?auth=${one.accessToken}`)).status,
    401,
  );
});

test("the log counts requests and contains no token", async () => {
  const fake = createFakePortal({ now: () => 1_772_456_281_887 });
  await clientOf(fake).getUsers([4, 999]);
  assert.deepEqual(fake.log, [
    {
      at: 1_772_456_281_887,
      verb: "POST",
      method: "im.user.list.get",
      contentType: "application/x-www-form-urlencoded;charset=UTF-8",
      user: 1,
      ids: 2,
      status: 200,
      error: null,
    },
  ]);
  fake.log.pop();
  assert.equal(fake.log.length, 1, "a copy");
  fake.clearLog();
  assert.deepEqual(fake.log, []);
  for (const url of [fake.webhook, `${fake.origin}/rest/`])
    await fake.fetch(`${url}im.user.get.json?auth=${fake.accessToken}`);
  assert.ok(
    !/token|webhook/i.test(JSON.stringify(fake.log).replaceAll("invalid_token", "")),
    JSON.stringify(fake.log),
  );
});

test("limits reject further requests", async () => {
  const fake = createFakePortal({ limits: { burst: 1, perSecond: 0.001 } });
  const statuses = await Promise.all(
    [1, 2].map(() => call(fake, "im.user.get").then(({ status }) => status)),
  );
  assert.deepEqual(statuses, [200, 503]);
  fake.setLimits();
  assert.equal((await call(fake, "im.user.get")).status, 200);
});

test("each kind of fault is simulated", async () => {
  const fake = createFakePortal({
    faults: [{ kind: "error", code: "QUERY_LIMIT_EXCEEDED", times: 1 }],
    sleep: async () => {},
  });
  const b24 = clientOf(fake, { cache: false });
  assert.equal((await b24.getUsers([4])).users.length, 1);
  assert.deepEqual(
    fake.log.map(({ status, fault }) => [status, fault]),
    [
      [503, "error"],
      [200, undefined],
    ],
  );
  for (const [fault, code] of [
    [{ kind: "error", code: "ACCESS_DENIED" }, "ACCESS_DENIED"],
    [{ kind: "html", status: 502 }, "BAD_RESPONSE"],
    [{ kind: "html", status: 502, cors: false }, "NETWORK_ERROR"],
    [{ kind: "redirect" }, "PORTAL_MOVED"],
    [{ kind: "reset" }, "NETWORK_ERROR"],
    [{ kind: "truncate", bytes: 20 }, "NETWORK_ERROR"],
    [{ kind: "truncate", bytes: 0 }, "NETWORK_ERROR"],
    [{ kind: "empty" }, "BAD_RESPONSE"],
    [{ kind: "empty", status: 204 }, "BAD_RESPONSE"],
    [{ kind: "hang" }, "REQUEST_TIMEOUT"],
  ]) {
    const broken = createFakePortal({ faults: [fault] });
    await assert.rejects(
      clientOf(broken, { retries: 0, requestTimeoutMs: 500 }).getUsers([4]),
      { code },
      JSON.stringify(fault),
    );
  }
});

test("faults can be removed", async () => {
  const fake = createFakePortal({ faults: [{ kind: "reset" }] });
  await assert.rejects(call(fake, "im.user.get"), { name: "TypeError" });
  fake.setFaults();
  assert.equal((await call(fake, "im.user.get")).status, 200);
});

test("delays respect fake timers and the option sleep", async () => {
  const faults = [
    { kind: "delay", ms: 10_000 },
    { kind: "delay", ms: 5000 },
  ];
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    let isDone = false;
    const response = call(createFakePortal({ faults }), "im.user.get").then(() => (isDone = true));
    for (const { ms, expected } of [
      { ms: 14_999, expected: false },
      { ms: 1, expected: true },
    ]) {
      await new Promise(setImmediate);
      mock.timers.tick(ms);
      await new Promise(setImmediate);
      assert.equal(isDone, expected);
    }
    await response;
  } finally {
    mock.timers.reset();
  }
  const slept = [];
  await call(createFakePortal({ faults, sleep: async (ms) => void slept.push(ms) }), "im.user.get");
  assert.deepEqual(slept, [15_000]);
});

test("a signal aborts a pending request", async () => {
  for (const fault of [{ kind: "hang" }, { kind: "delay", ms: 3_600_000 }]) {
    const fake = createFakePortal({ faults: [fault], sleep: () => new Promise(() => {}) });
    const controller = new AbortController();
    const response = fake.fetch(`${fake.origin}/rest/im.user.get?auth=${fake.accessToken}`, {
      signal: controller.signal,
    });
    setImmediate(() => controller.abort(new Error("enough")));
    await assert.rejects(response, { message: "enough" });
    const request = new Request(`${fake.origin}/rest/im.user.get`, { signal: AbortSignal.abort() });
    await assert.rejects(fake.fetch(request), { name: "AbortError" });
    assert.equal(fake.log.length, 1, "an aborted request is not sent");
  }
});

test("a signal of another realm aborts, too", async () => {
  const signal = runInNewContext(
    "({ aborted: false, addEventListener(_, listen) { this.listen = listen; }, removeEventListener() {} })",
  );
  const fake = createFakePortal({ faults: [{ kind: "hang" }] });
  const response = fake.fetch(`${fake.origin}/rest/im.user.get`, { signal });
  setImmediate(() => signal.listen());
  await assert.rejects(response, { name: "AbortError" });
});

test("expired tokens are refreshed", async () => {
  const fake = createFakePortal();
  let tokenRequests = 0;
  const getToken = () => {
    tokenRequests++;
    return fake.issueToken({ expiresAfterUses: 1 });
  };
  const b24 = clientOf(fake, { auth: { getToken }, cache: false });
  for (const id of [4, 5]) assert.equal((await b24.getUsers([id])).users[0].id, id);
  assert.equal(tokenRequests, 2);
  assert.equal(
    (await clientOf(fake, { auth: fake.issueToken({ user: 5 }) }).getCurrentUser()).id,
    5,
  );
});

test("users can be replaced", async () => {
  const fake = createFakePortal();
  const b24 = clientOf(fake);
  assert.equal((await b24.loadUser(4)).name, "Emily Smith");
  fake.setPeople([{ id: 4, firstName: "Emily", lastName: "Jones", active: false }]);
  assert.equal((await b24.loadUser(4)).name, "Emily Smith", "the user is cached");
  b24.invalidate([4]);
  const { users, missing } = await b24.getUsers([1, 4, 5]);
  assert.deepEqual(
    [users.map(({ id, name, active }) => [id, name, active]), missing],
    [
      [
        [1, "Пётр Первый", true],
        [4, "Emily Jones", false],
      ],
      [5],
    ],
  );
  for (const invalid of [undefined, 4, [{}], [{ id: 4 }, { id: 4 }], [{ id: 4, first_name: "x" }]])
    assert.throws(() => fake.setPeople(invalid), TypeError);
});

test("the log marks aborted requests", async () => {
  const fake = createFakePortal({ faults: [{ kind: "delay", ms: 20, ids: [4] }] });
  const b24 = clientOf(fake);
  const abort = async (id) => {
    const controller = new AbortController();
    const users = b24.getUsers([id], { signal: controller.signal });
    while (fake.log.length === 0) await new Promise(setImmediate);
    controller.abort();
    await users.catch(() => {});
  };
  await b24.ready;
  await abort(4);
  await b24.getUsers([5]);
  assert.deepEqual(
    fake.log.map(({ status, aborted }) => [status, aborted]),
    [
      [0, true],
      [200, undefined],
    ],
  );
  fake.clearLog();
  await b24.getUsers([25]);
  assert.deepEqual(
    fake.log.map(({ status, aborted }) => [status, aborted]),
    [[200, undefined]],
  );
});

test("an older edition omits fields", async () => {
  const fake = createFakePortal({ edition: { version: "2018" } });
  assert.equal((await (await call(fake, "im.user.get")).json()).time, undefined);
  fake.setEdition();
  assert.ok((await (await call(fake, "im.user.get")).json()).time);
});

test("users are online or absent as configured", async () => {
  const now = Date.parse("2026-11-28T12:00:00Z");
  const fake = createFakePortal({
    people: [
      { id: 4, lastActivityDate: new Date(now - 60_000) },
      { id: 5, lastActivityDate: null, absent: "2026-12-01T00:00:00+03:00" },
    ],
  });
  const { users } = await clientOf(fake).getUsers([4, 5]);
  assert.deepEqual(
    users.map((user) => presenceOf(user, { now }).online),
    [true, null],
  );
  assert.match(presenceOf(users[1], { now }).backOn, /^2026-1[12]-/);
});

test("requests that CORS blocks fail", async () => {
  const fake = createFakePortal();
  const send = (init) =>
    fake.fetch(`${fake.origin}/rest/im.user.get`, {
      method: "POST",
      body: `ID=4&auth=${fake.accessToken}`,
      ...init,
    });
  for (const refused of [
    { credentials: "include" },
    { method: "PUT" },
    { headers: { Authorization: "Bearer x" } },
    { headers: { "X-Requested-With": "XMLHttpRequest" } },
  ]) {
    await assert.rejects(
      send(refused),
      { name: "TypeError", message: /^Failed to fetch/ },
      JSON.stringify(refused),
    );
  }
  assert.deepEqual(fake.log, []);
  for (const sent of [
    {},
    { credentials: "omit" },
    { headers: { Accept: "application/json", "Content-Type": "application/json" }, body: "{}" },
  ]) {
    assert.ok((await send(sent)).status >= 200);
  }
});

test("other origins cannot be reached", async () => {
  const fake = createFakePortal();
  await assert.rejects(fake.fetch("https://other.example/x"), {
    name: "TypeError",
    message: /https:\/\/other\.example/,
  });
  await assert.rejects(fake.fetch("/relative"), { name: "TypeError" });
});

test("invalid options are rejected with a message", () => {
  for (const [options, words] of [
    [null, /must be an object/],
    [{ peple: 5 }, /no option "peple"; it has people/],
    [{ people: "many" }, /`people` must be a whole number or a list/],
    [{ people: [{ id: 0 }] }, /needs an `id`/],
    [{ people: [{ id: 4, firstname: "A" }] }, /unknown field `firstname`/],
    [{ people: [{ id: 4 }, { id: 4 }] }, /duplicate id 4/],
    [{ origin: "nonsense" }, /origin must be an address/],
    [{ now: 5 }, /now must be a function/],
    [{ faults: [{ kind: "eror" }] }, /invalid faults: .*unknown variant/],
    [{ faults: [{ kind: "hang", time: 1 }] }, /has no `time`/],
    [{ limits: { burst: -1 } }, /invalid limits/],
    [{ edition: { version: "new" } }, /invalid edition: /],
  ]) {
    assert.throws(
      () => createFakePortal(options),
      { name: "TypeError", message: words },
      JSON.stringify(options),
    );
  }
  assert.throws(() => createFakePortal().issueToken({ user: 999 }), /there is no user 999/);
});

// spec: chats.open
test("custom chats are returned", async () => {
  const b24 = clientOf(createFakePortal({ chats: { 12: [8, 7], 78: [1] } }));
  assert.deepEqual(await b24.getChatUserIds(12), [7, 8]);
  assert.deepEqual(
    (await b24.getChatUsers("sg7")).users.map(({ id }) => id),
    [7, 8],
  );
  assert.deepEqual(await b24.getChatUserIds("chat78"), [1]);
  // The standard chats still exist.
  assert.equal((await b24.getChatUserIds(500)).length, 500);
  await assert.rejects(b24.getChatUserIds(1), { code: "ACCESS_ERROR" });
  const people = [{ id: 7 }];
  assert.deepEqual(
    await clientOf(createFakePortal({ people, chats: { 12: [7] } })).getChatUserIds(12),
    [7],
  );
  const invalid = [
    null,
    4,
    { 12: 7 },
    { 12: ["7"] },
    { twelve: [7] },
    { 0: [7] },
    { 1: [7] },
    { 12: [8] },
  ];
  for (const chats of invalid) {
    assert.throws(() => createFakePortal({ people, chats }), TypeError, JSON.stringify(chats));
  }
});

// spec: scopes.missing, scopes.fields
test("tokens and webhooks have scopes", async () => {
  const fake = createFakePortal();
  const auth = fake.issueToken({ scopes: ["user_brief"] });
  const brief = clientOf(fake, { auth });
  await assert.rejects(brief.getUsers([4]), { code: "insufficient_scope", kind: "access" });
  const { result } = await brief.call("user.get", { ID: 4 });
  assert.deepEqual([result[0].NAME, "EMAIL" in result[0]], ["Emily", false]);
  const webhook = createClient({
    auth: { webhook: fake.issueWebhook({ user: 5, scopes: ["im"] }) },
    fetch: fake.fetch,
  });
  assert.equal((await webhook.getCurrentUser()).id, 5);
  await assert.rejects(async () => webhook.listUserIds().next(), {
    code: "insufficient_scope",
    kind: "access",
  });
  assert.throws(() => fake.issueWebhook({ scopes: ["Users"] }), TypeError);
  assert.throws(() => fake.issueToken({ scopes: "im" }), TypeError);
});

test("each refresh token is valid once", async () => {
  const fake = createFakePortal();
  const { tokenEndpoint, clientId, clientSecret, refreshToken } = fake.oauth;
  const refresh = async (token) => {
    const body = {
      grant_type: "refresh_token",
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: token,
    };
    return (
      await fake.fetch(tokenEndpoint, { method: "POST", body: new URLSearchParams(body) })
    ).json();
  };
  const tokens = await refresh(refreshToken);
  assert.equal(tokens.client_endpoint, `${fake.origin}/rest/`);
  assert.equal((await clientOf(fake, { auth: tokens.access_token }).getCurrentUser()).id, 1);
  assert.deepEqual(await refresh(refreshToken), { error: "invalid_grant" });
  assert.equal((await refresh(tokens.refresh_token)).user_id, 1);
  // Not a REST request.
  assert.equal(fake.log.length, 1);
});
