// Errors on the page.
import assert from "node:assert/strict";

import { refuseUser, neverRespond, withServer } from "./server.mjs";

export const FAILURES = [
  ["an expired token", showsExpiredToken],
  ["an unreachable address", showsUnreachablePortal],
  ["a partial result", showsPartialResult],
  ["aborting", aborts],
];

async function showsExpiredToken({ demo, portal, pageConsole }) {
  await demo.open();
  await demo.token.fill(portal.expiredToken);
  await demo.submit();
  const text = await demo.alert.innerText();
  assert.match(text, /token has expired/);
  assert.match(text, /get a new one/i);
  assert.match(text, /kind: auth/);
  assert.match(text, /code: expired_token/);
  assert.equal(await demo.cards.count(), 0);
  assert(
    !(await demo.traces()).includes(portal.expiredToken),
    "the expired token is in the page, its address or its storage",
  );
  assert(!pageConsole.text().includes(portal.expiredToken), "the expired token is in the console");
}

async function showsUnreachablePortal({ demo }) {
  await demo.open();
  await demo.portal.fill("portal.invalid");
  await demo.submit();
  const text = await demo.alert.innerText();
  assert.match(text, /cannot be reached/);
  assert.match(text, /kind: network/);
}

async function showsPartialResult({ demo, portal }) {
  await demo.open();
  // More than fit into one request.
  await demo.ids.fill(Array.from({ length: 600 }, (_, index) => index + 1).join(" "));
  await withServer(refuseUser(600, portal.origin), async (origin) => {
    await demo.portal.fill(origin);
    await demo.submit();
  });
  assert.match(await demo.alert.innerText(), /Only some users could be fetched/);
  const [failed, ...others] = await demo.notice("Not fetched");
  assert.deepEqual(others, []);
  assert.match(failed, /^\d+ ids: .*code: ACCESS_DENIED/);
  const missing = await demo.notice("Missing");
  assert((await demo.cards.count()) > 0, "the partial result is not shown");
  assert.equal(
    (await demo.cards.count()) + missing.length + Number.parseInt(failed, 10),
    600,
    "some ids are in no list",
  );
}

async function aborts({ demo }) {
  await demo.open();
  await withServer(neverRespond, async (origin) => {
    await demo.portal.fill(origin);
    assert(await demo.stop.isDisabled(), "Stop is enabled before a request");
    await demo.getUsers.click();
    await demo.stop.click();
    await demo.responseShown();
  });
  assert.match(await demo.alert.innerText(), /Stopped/);
  const focused = await demo.page.evaluate(() => document.activeElement.textContent);
  assert.equal(focused, "Get users", "the keyboard focus is lost");
}
