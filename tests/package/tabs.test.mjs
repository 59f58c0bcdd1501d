// Four tabs of one application share the portal's bucket, by a store of the browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { launch } from "./support/browser.mjs";
import { recordRequests, configurePortal, portal } from "./support/portal.mjs";
import { serve } from "./support/serve.mjs";

const TABS = 4;
const CALLS = 60;
// A real portal forgets 2 requests a second; this one is faster, so that the test is.
const LIMITS = { burst: 50, perSecond: 20 };

const page = `<!doctype html><meta charset="utf-8"><title>tab</title><script type="module">
import { createClient } from "/node_modules/b24-users/dist/index.js";
const first = Number(location.hash.slice(1));
const client = createClient(${JSON.stringify({ portal: portal.origin, auth: portal.accessToken, limits: LIMITS })});
const calls = Array.from({ length: ${CALLS} }, (_, index) => client.getUsers([first + index]));
const lists = await Promise.all(calls);
document.title = "done " + lists.filter(({ users, missing }) => users.length + missing.length === 1).length;
</script>`;

// Calls that are aborted while they wait for the store, and one that is not.
const leaving = `<!doctype html><meta charset="utf-8"><script type="module">
import { createClient } from "/node_modules/b24-users/dist/index.js";
const client = createClient(${JSON.stringify({ portal: portal.origin, auth: portal.accessToken, limits: { burst: 1000, perSecond: 1000 } })});
await client.ready;
const codes = new Set();
const leave = async (turns, index) => {
  const controller = new AbortController();
  const call = client.getUsers([index + 1], { signal: controller.signal }).then(() => "none", ({ code }) => code);
  for (let turn = 0; turn < turns; turn += 1) await null;
  controller.abort();
  codes.add(await call);
};
for (let round = 0; round < 10; round += 1) await Promise.all([1, 2, 3, 5, 8, 13, 21].map((turns, index) => leave(turns, round * 10 + index)));
const { users } = await client.getUsers([4]);
document.title = "done " + [...codes] + " " + users.length;
</script>`;

let app, server, browser;
before(async () => {
  app = new App();
  server = await serve(app.folder, {
    "/tab.html": { body: page },
    "/leaving.html": { body: leaving },
    "/favicon.ico": { body: "" },
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
  app?.remove();
});

test("four tabs with sixty calls each meet no more than two refusals", async () => {
  const context = await browser.newContext();
  const open = async (_, tab) => {
    const opened = await context.newPage();
    await opened.goto(`${server.origin}/tab.html#${tab * CALLS + 1}`);
    await opened.waitForFunction(() => document.title.startsWith("done"), undefined, {
      timeout: 60_000,
    });
    return opened.title();
  };
  const { outcome, log } = await configurePortal("limits", LIMITS, () =>
    recordRequests(() => Promise.all(Array.from({ length: TABS }, open))),
  );
  assert.deepEqual(outcome, Array(TABS).fill(`done ${CALLS}`));
  const refused = log.filter(({ status }) => status === 503).length;
  assert.ok(refused <= 2, `${refused} refusals`);
  assert.equal(log.length - refused, TABS * CALLS);
});

test("who is aborted while waiting for the store disturbs nobody", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/leaving.html`);
  await page.waitForFunction(() => document.title.startsWith("done"), undefined, {
    timeout: 30_000,
  });
  assert.equal(await page.title(), "done ABORTED 1");
});
