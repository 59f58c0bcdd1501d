// Options of clients and calls: validation and effects.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { portal } from "./support/portal.mjs";

let app, createClient;
before(async () => {
  app = new App();
  ({ createClient } = await app.import());
});
after(() => app.remove());

const RESPONSE = { status: 200, text: async () => '{"result":{"4":{"id":4,"name":"A"}}}' };

test("invalid client options throw at once, and the error does not contain their values", () => {
  const auth = "k7canary9";
  for (const options of [
    undefined,
    null,
    "example.bitrix24.com",
    {},
    { portal: 4, auth },
    { portal: "", auth },
    { auth: "" },
    { auth: null },
    { auth: ["k7canary9"] },
    { portal: "p", auth: `https://example.bitrix24.com/rest/1/${auth}/` },
    { auth: { accessToken: 4 } },
    { auth: { accessToken: auth, expiresAt: "soon" } },
    { auth: { accessToken: auth, webhook: auth } },
    { auth: { getToken: auth } },
    { auth },
    { auth: { accessToken: auth } },
    { portal: "p", auth: { accessToken: auth, expiresAt: 1_772_449_081 } },
    { auth, portal: "p", cache: true },
    { auth, portal: "p", cache: { max: -1 } },
    { auth, portal: "p", retries: -1 },
    { auth, portal: "p", limits: { perSecond: 0 } },
    { auth, portal: "p", limits: { concurrency: 0 } },
    { auth, portal: "p", onEvent: "console" },
    {
      auth,
      get portal() {
        throw new Error(auth);
      },
    },
    { auth, fetch: "fetch" },
    { auth, requestTimeoutMs: 0 },
    { auth, requestTimeoutMs: "1" },
    { auth, requestTimeoutMs: NaN },
    { auth, limits: 5 },
    { auth, limits: { idsPerCall: 0 } },
    { auth, limits: { idsPerCall: 1.5 } },
    { auth, invalid: "ignore" },
  ]) {
    assert.throws(() => createClient(options), {
      name: "B24Error",
      code: "INVALID_OPTIONS",
      kind: "request",
      message: /^(?!.*canary)/s,
    });
  }
});

test("invalid call options reject", async () => {
  const b24 = createClient({ portal: portal.origin, auth: portal.accessToken });
  for (const options of [
    null,
    4,
    { signal: {} },
    { deadlineMs: NaN },
    { invalid: true },
    { partial: "yes" },
    { avatarHr: "Y" },
  ]) {
    await assert.rejects(b24.getUsers([4], options), { code: "INVALID_OPTIONS" });
  }
});

test("the error of an invalid option shows its value, unless it may be a secret", async () => {
  const b24 = createClient({ portal: portal.origin, auth: portal.accessToken });
  for (const [deadlineMs, shown] of [
    [-Infinity, "-Infinity"],
    [NaN, "NaN"],
    [null, "null"],
    ["", '""'],
    ["soon", "string"],
    [[5], "an array"],
  ]) {
    const error = await b24.getUsers([4], { deadlineMs }).catch((error) => error);
    assert.ok(error.message.endsWith(`; got ${shown}`), error.message);
  }
});

// spec: body.form, body.json, body.broken-json, body.other, body.verb
// spec: cors.simple, cors.json, cors.custom-header, cors.credentials, cors.put
test("the option fetch receives a URL and a request without preflight", async () => {
  const calls = [];
  const fetch = async (...call) => {
    calls.push(call);
    return RESPONSE;
  };
  const b24 = createClient({ portal: "Example.bitrix24.com/", auth: "a+b", fetch });
  assert.equal((await b24.getUsers([4])).users[0].name, "A");
  const [[url, init]] = calls;
  assert.equal(url, "https://example.bitrix24.com/rest/im.user.list.get");
  assert.deepEqual(Object.keys(init).sort(), [
    "body",
    "credentials",
    "headers",
    "method",
    "redirect",
    "referrerPolicy",
    "signal",
  ]);
  assert.deepEqual(
    [init.method, init.body, init.credentials, init.referrerPolicy, init.redirect, init.headers],
    [
      "POST",
      "ID=[4]&auth=a%2Bb",
      "omit",
      "no-referrer",
      "manual",
      { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
    ],
  );
});

test("a replaced global fetch is used", async (context) => {
  const b24 = createClient({ portal: "example.bitrix24.com", auth: "t" });
  context.mock.method(globalThis, "fetch", async () => RESPONSE);
  assert.equal((await b24.getUsers([4])).users[0].name, "A");
});

test("request options that the runtime rejects are omitted", async (context) => {
  const { Request } = globalThis;
  context.after(() => (globalThis.Request = Request));
  // Like Cloudflare Workers.
  class WorkersRequest {
    constructor(_url, init) {
      for (const option of ["credentials", "referrerPolicy"]) {
        if (option in init)
          throw new Error(`The '${option}' field on 'RequestInitializerDict' is not implemented.`);
      }
      if (init.redirect === "error") throw new TypeError("Invalid redirect value");
    }
  }
  Object.assign(globalThis, { Request: WorkersRequest });
  let seen;
  const b24 = createClient({
    portal: "example.bitrix24.com",
    auth: "t",
    fetch: async (_url, init) => {
      seen = init;
      return RESPONSE;
    },
  });
  await b24.getUsers([4]);
  assert.deepEqual(Object.keys(seen).sort(), ["body", "headers", "method", "redirect", "signal"]);
});

test("all forms of auth are accepted", async () => {
  for (const auth of [
    portal.accessToken,
    { accessToken: portal.accessToken },
    { accessToken: portal.accessToken, portal: portal.origin, expiresAt: Date.now() + 3_600_000 },
    { webhook: portal.webhook },
    { getToken: () => portal.accessToken },
    { getToken: async () => ({ accessToken: portal.accessToken, portal: portal.origin }) },
  ]) {
    const b24 = createClient({ portal: portal.origin, auth });
    assert.equal((await b24.getUsers([4])).users[0].name, "Emily Smith");
  }
});

test("no warning is printed for a webhook outside of pages", async (context) => {
  const warnings = context.mock.method(console, "warn", () => {});
  await createClient({ auth: { webhook: portal.webhook } }).getUsers([4]);
  assert.equal(warnings.mock.callCount(), 0);
});

// spec: error.expired_token
test("concurrent calls share one refresh of an expired token", async () => {
  const reasons = [];
  const auth = {
    async getToken({ reason }) {
      reasons.push(reason);
      return reason === "initial" ? portal.expiredToken : portal.accessToken;
    },
  };
  const b24 = createClient({ portal: portal.origin, auth });
  const lists = await Promise.all(Array.from({ length: 20 }, () => b24.getUsers([4])));
  assert.ok(lists.every(({ users }) => users[0].name === "Emily Smith"));
  assert.deepEqual(reasons, ["initial", "expired"]);
});

test("ready loads the module; close rejects later calls", async () => {
  const b24 = createClient({ portal: portal.origin, auth: portal.accessToken });
  assert.equal(await b24.ready, undefined);
  const inFlight = b24.getUsers([4]);
  b24.close();
  await assert.rejects(b24.getUsers([4]), { code: "CLOSED", kind: "aborted" });
  assert.equal((await inFlight).users.length, 1);
});
