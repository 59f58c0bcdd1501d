// The scenarios of the fake portal: their events in the waterfall, and the client's recovery.
import assert from "node:assert/strict";

import { setViewport } from "./viewports.mjs";
import { assertMatchesLog } from "./portal-log.mjs";

const SAMPLE_USERS = 17;

export const SCENARIOS = [
  ["the waterfall matches the portal's log", showsRequests],
  ["a second call is served from the cache", showsCacheHits],
  ["poisoned records", isolatesPoisonedRecords],
  [
    "busy",
    recovers(
      "Busy",
      3,
      /^503 QUERY_LIMIT_EXCEEDED$/,
      /^retry Retry .* Retried after QUERY_LIMIT_EXCEEDED, attempt 4 of at most 5; backoff \d+(\.\d+)? s$/,
    ),
  ],
  [
    "full bucket",
    recovers(
      "Full bucket",
      1,
      /^503 QUERY_LIMIT_EXCEEDED$/,
      /^wait Wait .* Waited \d+(\.\d+)? s: the portal accepts 2 requests per second$/,
    ),
  ],
  [
    "HTML errors",
    recovers("HTML errors", 2, /^502 /, /Retried after BAD_RESPONSE, attempt 3 of at most 5/),
  ],
  [
    "hangs",
    recovers(
      "Hangs",
      1,
      /^REQUEST_TIMEOUT$/,
      /Split 17 ids into halves after REQUEST_TIMEOUT: smaller requests take less time$/,
    ),
  ],
  [
    "expired token",
    recovers(
      "Expired token",
      1,
      /^401 expired_token$/,
      /New token .* Requested a new access token: the portal does not accept the previous one any more$/,
    ),
  ],
  ["the last attempt", showsLastAttempt],
  ["a redirect, then calm again", showsRedirect],
  ["a response moves no card", keepsCardsInPlace],
  ["other portals have no scenarios", hidesPickerForOtherPortals],
];

async function showsRequests({ demo, log }) {
  await demo.open();
  await demo.preset("A thousand");
  await log.clear();
  await demo.submit();
  const rows = await demo.events();
  assert.deepEqual([...new Set(rows.map(({ kind }) => kind))], ["done"]);
  assert(rows.length >= 2, "a stream starts with a small request");
  for (const { when } of rows) assert.match(when, /^from \d+\.\d\d s to \d+\.\d\d s$/);
  assertMatchesLog(rows, await log.entries());
  assert.match(await demo.stats(), new RegExp(`^So far: ${rows.length} requests · 0 retries · `));
}

async function showsCacheHits({ demo, log }) {
  await demo.open();
  await demo.submit();
  await log.clear();
  await demo.submit();
  assert.deepEqual(await log.entries(), []);
  assert.equal(await demo.cards.count(), SAMPLE_USERS);
  assert.match((await demo.events())[0].title, /^No request/);
  assert.match(await demo.stats(), /1 request · 0 retries · 0 waits · 18 from the cache$/);
  await demo.page.getByLabel("Bypass the cache").check();
  await demo.submit();
  assertMatchesLog(await demo.events(), await log.entries());
}

/**
 * In this scenario, `failures` requests have the outcome `failed`, `remedy` follows, and all users
 * are loaded.
 */
function recovers(scenario, failures, failed, remedy) {
  return async ({ demo, log }) => {
    await demo.open();
    await demo.scenario(scenario);
    await log.clear();
    await demo.submit();
    const rows = await demo.events();
    assertMatchesLog(rows, await log.entries());
    assert.equal(
      rows.filter(({ kind, outcome }) => kind === "failed" && failed.test(outcome)).length,
      failures,
      describe(rows),
    );
    assert(
      rows.some((row) => remedy.test(describe([row]))),
      `no row shows the remedy:\n${describe(rows)}`,
    );
    assert.equal(rows.at(-1).outcome, "200");
    assert.equal(await demo.cards.count(), SAMPLE_USERS, "some users are not loaded");
    assert.equal(await demo.alert.innerText(), "");
  };
}

async function isolatesPoisonedRecords({ demo, log }) {
  await demo.open();
  await demo.scenario("Poisoned records");
  await log.clear();
  await demo.submit();
  const rows = await demo.events();
  assertMatchesLog(rows, await log.entries());
  const outcomes = rows.filter(({ kind }) => kind !== "done" && kind !== "failed");
  for (const text of [
    "Split 17 ids into halves after BAD_RESPONSE: one record can fail a whole request",
    "attempt 2 of at most 2;",
  ]) {
    assert(
      outcomes.some(({ outcome }) => outcome.includes(text)),
      `no row has "${text}":\n${describe(rows)}`,
    );
  }
  assert.equal(await demo.cards.count(), SAMPLE_USERS - 3);
  assert.match(await demo.alert.innerText(), /Only some users could be fetched/);
  assert.equal((await demo.notice("Not fetched")).length, 3);
}

async function showsLastAttempt({ demo, portal }) {
  await demo.open();
  const faults = [{ kind: "error", code: "QUERY_LIMIT_EXCEEDED", times: 100 }];
  await fetch(`${portal.origin}/__portal/faults`, { method: "PUT", body: JSON.stringify(faults) });
  await demo.submit();
  const attempts = (await demo.events())
    .filter(({ kind }) => kind === "retry")
    .map(({ outcome }) => /attempt \d of at most \d/.exec(outcome)?.[0]);
  assert.deepEqual(
    attempts,
    [2, 3, 4, 5].map((attempt) => `attempt ${attempt} of at most 5`),
  );
  assert.match(await demo.alert.innerText(), /The portal's limits are reached/);
}

async function showsRedirect({ demo }) {
  await demo.open();
  await demo.scenario("Renamed");
  await demo.submit();
  assert.match(await demo.alert.innerText(), /another address now/);
  assert.equal(await demo.cards.count(), 0);
  await demo.scenario("Calm");
  await demo.submit();
  assert.equal(await demo.alert.innerText(), "");
  assert.equal(await demo.cards.count(), SAMPLE_USERS);
}

async function keepsCardsInPlace({ demo }) {
  for (const width of [1280, 360]) {
    await setViewport(demo.page, width, "light");
    await assertCardsStay(demo);
  }
}

async function assertCardsStay(demo) {
  await demo.open();
  const top = () => demo.page.evaluate(() => document.getElementById("cards").offsetTop);
  const before = await top();
  // Engines round the heights of the lines above differently.
  const assertUnmoved = async (message) =>
    assert(Math.abs((await top()) - before) <= 1, `${message}: ${before}, then ${await top()}`);
  await demo.scenario("Slow");
  await demo.getUsers.click();
  await demo.until(() => document.querySelector(".skeleton"), "there are no skeletons");
  await assertUnmoved("the request moves the cards");
  await demo.responseShown();
  assert.equal((await demo.notice("Missing")).length, 1);
  await assertUnmoved("the response, or an opened notice, moves the cards");
}

async function hidesPickerForOtherPortals({ demo, portal }) {
  await demo.open();
  const groups = demo.page.getByRole("group", { name: /Scenario of the fake portal|Example ids/ });
  assert.equal(await groups.count(), 2);
  await demo.portal.fill("example.bitrix24.com");
  assert.equal(await groups.count(), 0);
  await demo.portal.fill(portal.origin);
  assert.equal(await groups.count(), 2);
}

function describe(rows) {
  return rows
    .map(({ kind, title, when, outcome }) => `${kind} ${title} ${when} ${outcome}`)
    .join("\n");
}
