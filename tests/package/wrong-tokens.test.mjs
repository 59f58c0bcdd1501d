// Invalid results and failures of `getToken`, and their errors.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";

let app, createClient, fromBX24;
before(async () => {
  app = new App();
  ({ createClient, fromBX24 } = await app.import());
});
after(() => app.remove());

const fetch = async () => ({ status: 200, text: async () => '{"result":[]}' });
const accessToken = "k7canary9";

async function errorFor(auth, options) {
  const b24 = createClient({ portal: "example.bitrix24.com", auth, fetch, ...options });
  const error = await b24.getUsers([4]).then(
    () => assert.fail("should have been rejected"),
    (caught) => caught,
  );
  assert.deepEqual([error.code, error.kind], ["TOKEN_UNAVAILABLE", "auth"]);
  assert.ok(!JSON.stringify(error).includes("canary"), error.message);
  return error;
}

test("the error describes an invalid result of getToken, and is not retryable", async () => {
  const page = `<!doctype html><a href="https://x/">${accessToken}</a>`;
  for (const [answer, ...texts] of [
    [{ accessToken, expiresAt: 1_796_047_484 }, "expiresAt", "1796047484", "seconds", "1000"],
    [{ accessToken, expiresAt: "1796047484000" }, "expiresAt", "milliseconds", "got string"],
    [{ accessToken, expiresAt: null }, "expiresAt", "got null"],
    [{ access_token: accessToken, expires_in: 3600 }, "access_token", "accessToken"],
    [{ error: "invalid_grant" }, "accessToken"],
    [{ accessToken, portal: null }, "portal", "got null"],
    [{ accessToken: page }, "accessToken", "got HTML"],
    [page, "got HTML"],
    [`{"access_token":"${accessToken}"}`, "got JSON"],
    ["", 'got ""'],
    [null, "got null"],
    [undefined, "got undefined"],
    [3600, "got 3600"],
    [[accessToken], "got an array"],
  ]) {
    const error = await errorFor({ getToken: () => answer });
    assert.match(error.message, /^`getToken` /);
    for (const text of texts) assert.ok(error.message.includes(text), `${error.message}: ${text}`);
    assert.equal(error.retryable, false, error.message);
  }
});

test("errors of a getToken that throws or times out are retryable", async () => {
  const down = () => {
    throw new TypeError("Failed to fetch");
  };
  const hung = () => new Promise(() => {});
  const thrown = await errorFor({ getToken: down });
  assert.deepEqual([thrown.retryable, thrown.cause.message], [true, "Failed to fetch"]);
  const late = await errorFor({ getToken: hung }, { requestTimeoutMs: 20 });
  assert.equal(late.retryable, true);
  const atDeadline = await errorFor({ getToken: hung }, { deadlineMs: 50 });
  assert.equal(atDeadline.retryable, true);
  const noToken = {
    init: (done) => done(),
    getAuth: () => false,
    refreshAuth: (done) => done(false),
  };
  assert.equal((await errorFor(fromBX24(noToken).auth)).retryable, true);
});

test("a failing getToken is called once per call, and again by the next call", async () => {
  let count = 0;
  const getToken = () => {
    count += 1;
    throw new Error("down");
  };
  const b24 = createClient({ portal: "example.bitrix24.com", auth: { getToken }, fetch });
  for (const expected of [1, 2]) {
    await assert.rejects(b24.call("app.info", {}, { idempotent: true }), { retryable: true });
    assert.equal(count, expected);
  }
});
