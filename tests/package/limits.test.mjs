// The portal's rate limits in applications.
import assert from "node:assert/strict";
import { after, test } from "node:test";

import { App, ENTRY } from "./support/app.mjs";

const app = new App();
after(() => app.remove());
const api = await app.import();

const SLOW = { burst: 1, perSecond: 0.01 };
const caught = (promise) =>
  promise.then(
    () => assert.fail("should have been rejected"),
    (error) => error,
  );
const respondWith = (...responses) => {
  let sent = 0;
  return async () => new Response(...responses[Math.min(sent++, responses.length - 1)]);
};
const OK = ['{"result":true}'];

test("two copies of the package in one process share a portal's bucket", () => {
  const options = `{ portal: "copies.bitrix24.com", auth: "t", limits: ${JSON.stringify(SLOW)}, fetch: async () => new Response('${OK}') }`;
  const printed = app.run(
    "copies.mjs",
    `import { createRequire } from "node:module";
import * as imported from ${JSON.stringify(ENTRY)};
const required = createRequire(import.meta.url)(${JSON.stringify(ENTRY)});
const [first, second] = [imported, required].map(({ createClient }) => createClient(${options}));
await first.call("app.info");
const error = await second.call("app.info", {}, { deadlineMs: 5000 }).catch((error) => error);
console.log(imported.createClient === required.createClient, error.code, error.status, error.retryAfterMs > 5000);`,
  );
  assert.match(printed, /^(true|false) QUERY_LIMIT_EXCEEDED null true\n$/);
});

test("a call is rejected at once if the limits allow no request before its deadline", async () => {
  const b24 = api.createClient({
    portal: "slow.bitrix24.com",
    auth: "t",
    limits: SLOW,
    fetch: respondWith(OK),
  });
  await b24.call("app.info");
  const start = performance.now();
  const calls = [
    b24.getUsers([4], { deadlineMs: 60_000 }),
    b24.loadUser(4, { deadlineMs: 60_000 }),
    b24.call("app.info", {}, { deadlineMs: 60_000 }),
  ];
  for (const error of await Promise.all(calls.map(caught))) {
    assert.deepEqual(
      [error.code, error.kind, error.status, error.retryable],
      ["QUERY_LIMIT_EXCEEDED", "limit", null, true],
    );
    // Each request that is ahead in the queue adds 100 s.
    assert.ok(
      error.retryAfterMs > 60_000 && error.retryAfterMs <= 300_000,
      `${error.retryAfterMs}`,
    );
    assert.equal(error.toJSON().retryAfterMs, error.retryAfterMs);
  }
  assert.ok(performance.now() - start < 30_000);
});

test("a call that cannot be retried before its deadline rejects with the portal's error", async () => {
  const refusal = [
    '{"error":"OPERATION_TIME_LIMIT","error_description":"Blocked"}',
    { status: 429 },
  ];
  const b24 = api.createClient({
    portal: "operating.bitrix24.com",
    auth: "t",
    fetch: respondWith(refusal),
  });
  const error = await caught(b24.getUsers([4], { deadlineMs: 30_000 }));
  assert.deepEqual(
    [error.code, error.message, error.status],
    ["OPERATION_TIME_LIMIT", "Blocked", 429],
  );
  assert.ok(error.retryAfterMs > 50_000 && error.retryAfterMs <= 60_000, `${error.retryAfterMs}`);
});

test("an HTML page with status 503 about too many requests is a rate limit", async () => {
  const page = ["<html>Too many requests</html>", { status: 503 }];
  const b24 = api.createClient({
    portal: "pages.bitrix24.com",
    auth: "t",
    fetch: respondWith(page, OK),
  });
  assert.equal((await b24.call("crm.lead.add")).result, true);
});
