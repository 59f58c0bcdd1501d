// Unknown option names: typos and options of other packages.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";

let app, createClient, fromBX24, fromB24Frame;
before(async () => {
  app = new App();
  ({ createClient, fromBX24, fromB24Frame } = await app.import());
});
after(() => app.remove());

const OPTIONS = { portal: "example.bitrix24.com", auth: "t" };
const answer = async () => ({ status: 200, text: async () => '{"result":[]}' });
const client = (options) => createClient({ ...OPTIONS, fetch: answer, ...options });

test("an unknown name in the options of a client is an error with the nearest known name", () => {
  for (const [options, message] of [
    [{ retry: 3 }, "createClient: retry is unknown: did you mean retries?"],
    [{ timeoutMs: 3 }, "createClient: timeoutMs is unknown: did you mean requestTimeoutMs?"],
    [{ onevent() {} }, "createClient: onevent is unknown: did you mean onEvent?"],
    [{ cache: { ttl: 3 } }, "createClient: cache.ttl is unknown: did you mean ttlMs?"],
    [{ cache: { maxSize: 3 } }, "createClient: cache.maxSize is unknown: did you mean max?"],
    [
      { limits: { persecond: 3 } },
      "createClient: limits.persecond is unknown: did you mean perSecond?",
    ],
    [{ limits: { rps: 3 } }, "createClient: limits.rps is unknown: the known names are burst,"],
    [{ token: "k7canary9" }, "createClient: token is unknown: the known names are auth, portal,"],
  ]) {
    assert.throws(
      () => client(options),
      (/** @type {import("b24-users").B24Error} */ error) => {
        assert.deepEqual([error.code, error.kind], ["INVALID_OPTIONS", "request"]);
        assert.ok(error.message.startsWith(String(message)), error.message);
        assert.ok(!error.message.includes("canary"), error.message);
        return true;
      },
    );
  }
});

test("an unknown name in the options of a call is an error, before anything is sent", async () => {
  const b24 = client({ fetch: () => assert.fail("sent") });
  const calls = {
    getUsers: (options) => b24.getUsers([4], options),
    streamUsers: async (options) => b24.streamUsers([4], options),
    loadUser: (options) => b24.loadUser(4, options),
    getUser: (options) => b24.getUser(4, options),
    getCurrentUser: (options) => b24.getCurrentUser(options),
    getStatus: (options) => b24.getStatus(options),
    startIdle: (options) => b24.startIdle(options),
    getChatUsers: (options) => b24.getChatUsers(12, options),
    listUserIds: async (options) => b24.listUserIds({}, options),
    call: (options) => b24.call("app.info", {}, options),
    batch: (options) => b24.batch({}, options),
  };
  for (const [name, call] of Object.entries(calls)) {
    await assert.rejects(call({ deadline: 5 }), {
      code: "INVALID_OPTIONS",
      message: `${name}: deadline is unknown: did you mean deadlineMs?`,
    });
  }
  // As the argument of a listener: `onclick = b24.getCurrentUser`.
  await assert.rejects(b24.getCurrentUser(Object.assign(new Event("click"), { detail: 1 })), {
    code: "INVALID_OPTIONS",
  });
});

test("names without a value, and those of a prototype, are ignored", async () => {
  const b24 = client({ retry: undefined, limits: { rate: undefined } });
  await b24.getUsers([4], { timeout: undefined, __proto__: { timeout: 5 } });
});

test("credentials may have other properties", async () => {
  const extra = { refreshToken: "r", scope: "im" };
  await client({ auth: { accessToken: "t", ...extra } }).getUsers([4]);
  await client({ auth: { getToken: () => ({ accessToken: "t", ...extra }), ...extra } }).getUsers([
    4,
  ]);
});

test("the result of fromBX24 and of fromB24Frame may be the credentials", async () => {
  const token = { access_token: "t", expires: Date.now() / 1000 + 3600, domain: OPTIONS.portal };
  const BX24 = { init: (done) => done(), getAuth: () => token, refreshAuth: (done) => done(token) };
  const $b24 = {
    getTargetOrigin: () => `https://${OPTIONS.portal}`,
    auth: { getAuthData: () => token, refreshAuth: async () => token },
  };
  for (const auth of [fromBX24(BX24), fromB24Frame($b24)]) {
    const { missing } = await createClient({ auth, fetch: answer }).getUsers([4]);
    assert.deepEqual(missing, [4]);
  }
  for (const auth of [{ auth: undefined }, { auth: { auth: "t" } }, { auth: 4 }]) {
    assert.throws(() => client({ auth }), { code: "INVALID_OPTIONS" });
  }
});
