// `getUser`, `getCurrentUser` and the status of the current user.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { recordRequests, portal } from "./support/portal.mjs";

let app, b24;
before(async () => {
  app = new App();
  const { createClient } = await app.import();
  b24 = createClient({ portal: portal.origin, auth: portal.accessToken });
});
after(() => app.remove());

test("getUser and getCurrentUser return users", async () => {
  assert.equal((await b24.getUser(4)).name, "Emily Smith");
  assert.equal((await b24.getUser("5")).name, "John Johnson");
  assert.equal((await b24.getCurrentUser()).id, 1);
});

test("getUser rejects a missing id instead of returning the current user", async () => {
  const { log } = await recordRequests(async () => {
    for (const invalid of [undefined, null, 0, "", [4]])
      await assert.rejects(b24.getUser(invalid), { code: "INVALID_ID" });
  });
  assert.deepEqual(log, []);
});

test("getUser rejects for a user who does not exist", async () => {
  await assert.rejects(b24.getUser(999), {
    name: "B24Error",
    code: "USER_NOT_EXISTS",
    kind: "request",
    ids: [999],
  });
});

test("setStatus and getStatus", async () => {
  await b24.setStatus("dnd");
  assert.equal(await b24.getStatus(), "dnd");
  assert.equal(await b24.setStatus("online"), undefined);
  for (const invalid of ["busy", "", undefined, null, 4])
    await assert.rejects(b24.setStatus(invalid), { code: "STATUS_ERROR" });
});

test("startIdle and endIdle", async () => {
  const { outcome, log } = await recordRequests(async () => [
    await b24.startIdle({ minutesAgo: 5 }),
    await b24.startIdle(),
    await b24.endIdle(),
  ]);
  assert.deepEqual(outcome, [undefined, undefined, undefined]);
  assert.deepEqual(
    log.map(({ method }) => method),
    ["im.user.status.idle.start", "im.user.status.idle.start", "im.user.status.idle.end"],
  );
  await assert.rejects(b24.startIdle({ minutesAgo: 0 }), { code: "INVALID_OPTIONS" });
});

test("calls respect signals and deadlines", async () => {
  await assert.rejects(b24.getCurrentUser({ signal: AbortSignal.abort() }), { code: "ABORTED" });
  await assert.rejects(b24.setStatus("online", { deadlineMs: -1 }), { code: "DEADLINE_EXCEEDED" });
});
