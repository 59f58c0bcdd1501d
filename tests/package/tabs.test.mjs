// Four tabs of one application share the portal's bucket through IndexedDB.
import assert from "node:assert/strict";
import { test } from "node:test";

import { recordRequests, configurePortal, portal } from "./support/portal.mjs";
import { setUpSite } from "./support/site.mjs";

const TABS = 4;
const CALLS = 60;
// A real portal's bucket leaks 2 requests per second. This one is faster to shorten the test.
const LIMITS = { burst: 50, perSecond: 20 };

const page = `<!doctype html><meta charset="utf-8"><title>tab</title><script type="module">
import { createClient } from "/node_modules/b24-users/dist/index.js";
const first = Number(location.hash.slice(1));
const client = createClient(${JSON.stringify({ portal: portal.origin, auth: portal.accessToken, limits: LIMITS })});
const calls = Array.from({ length: ${CALLS} }, (_, index) => client.getUsers([first + index]));
const lists = await Promise.all(calls);
document.title = "done " + lists.filter(({ users, missing }) => users.length + missing.length === 1).length;
</script>`;

// Calls that are aborted while they wait for the store, and one call that is not.
const aborting = `<!doctype html><meta charset="utf-8"><script type="module">
import { createClient } from "/node_modules/b24-users/dist/index.js";
const client = createClient(${JSON.stringify({ portal: portal.origin, auth: portal.accessToken, limits: { burst: 1000, perSecond: 1000 } })});
await client.ready;
const codes = new Set();
const abortAfter = async (turns, index) => {
  const controller = new AbortController();
  const call = client.getUsers([index + 1], { signal: controller.signal }).then(() => "none", ({ code }) => code);
  for (let turn = 0; turn < turns; turn += 1) await null;
  controller.abort();
  codes.add(await call);
};
for (let round = 0; round < 10; round += 1) await Promise.all([1, 2, 3, 5, 8, 13, 21].map((turns, index) => abortAfter(turns, round * 10 + index)));
const { users } = await client.getUsers([4]);
document.title = "done " + [...codes] + " " + users.length;
</script>`;

const site = setUpSite({
  "/tab.html": { body: page },
  "/aborting.html": { body: aborting },
  "/favicon.ico": { body: "" },
});

test("few requests of four tabs with sixty calls each exceed the limit", async () => {
  const context = await site.browser.newContext();
  const open = async (_, tab) => {
    const opened = await context.newPage();
    await opened.goto(`${site.origin}/tab.html#${tab * CALLS + 1}`);
    await opened.waitForFunction(() => document.title.startsWith("done"), undefined, {
      timeout: 60_000,
    });
    return opened.title();
  };
  const { outcome, log } = await configurePortal("limits", LIMITS, () =>
    recordRequests(() => Promise.all(Array.from({ length: TABS }, open))),
  );
  assert.deepEqual(outcome, Array(TABS).fill(`done ${CALLS}`));
  const rejected = log.filter(({ status }) => status === 503).length;
  // 0 to 8, by the speed of the machine: the tabs use less than half of the bucket before they know
  // of each other. Tabs that share nothing have about 50.
  assert.ok(rejected < 20, `${rejected} rejected requests`);
  assert.equal(log.length - rejected, TABS * CALLS);
});

test("aborting a call that waits for the shared store does not affect other calls", async () => {
  const page = await site.browser.newPage();
  await page.goto(`${site.origin}/aborting.html`);
  await page.waitForFunction(() => document.title.startsWith("done"), undefined, {
    timeout: 30_000,
  });
  assert.equal(await page.title(), "done ABORTED 1");
});
