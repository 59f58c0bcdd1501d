// What goes wrong at a click, how it is shown, and that it is recovered from.
import assert from "node:assert/strict";

import { wear } from "./looks.mjs";
import { assertMatchesLog } from "./portal-log.mjs";

const EVERYBODY = 17;

export const MOODS = [
  ["the waterfall is what the portal was asked for", drawsWhatHappened],
  ["a second call is answered from the cache", tellsOfCache],
  ["poisoned records", findsPoison],
  [
    "busy",
    recovers(
      "Busy",
      3,
      /^503 QUERY_LIMIT_EXCEEDED$/,
      /Retry in .* attempt 4, after QUERY_LIMIT_EXCEEDED/,
    ),
  ],
  ["full bucket", recovers("Full bucket", 1, /^503 QUERY_LIMIT_EXCEEDED$/, /^wait Wait /)],
  ["HTML errors", recovers("HTML errors", 2, /^502 /, /Retry in .* attempt 3/)],
  ["hangs", recovers("Hangs", 1, /^REQUEST_TIMEOUT$/, /Split .* REQUEST_TIMEOUT/)],
  ["expired token", recovers("Expired token", 1, /^401 expired_token$/, /New token/)],
  ["renamed, and calm again", tellsOfMove],
  ["an answer moves no card", staysPut],
  ["other portals have moods of their own", leavesOthersAlone],
];

async function drawsWhatHappened({ demo, log }) {
  await demo.open();
  await demo.preset("A thousand");
  await log.clear();
  await demo.ask();
  const rows = await demo.happenings();
  assert.deepEqual([...new Set(rows.map(({ kind }) => kind))], ["done"]);
  assert(rows.length >= 2, "a stream begins with a small request");
  for (const { when } of rows) assert.match(when, /^from \d+\.\d\d s to \d+\.\d\d s$/);
  assertMatchesLog(rows, await log.entries());
  assert.match(await demo.stats(), new RegExp(`^So far: ${rows.length} requests · 0 retries · `));
}

async function tellsOfCache({ demo, log }) {
  await demo.open();
  await demo.ask();
  await log.clear();
  await demo.ask();
  assert.deepEqual(await log.entries(), []);
  assert.equal(await demo.cards.count(), EVERYBODY);
  assert.match((await demo.happenings())[0].what, /^No request/);
  assert.match(await demo.stats(), /1 request · 0 retries · 0 waits · 18 from the cache$/);
  await demo.page.getByLabel("Ask anew").check();
  await demo.ask();
  assertMatchesLog(await demo.happenings(), await log.entries());
}

/** In that mood so many requests fail like that, something is done about it, and everybody comes. */
function recovers(mood, failures, failed, remedy) {
  return async ({ demo, log }) => {
    await demo.open();
    await demo.mood(mood);
    await log.clear();
    await demo.ask();
    const rows = await demo.happenings();
    assertMatchesLog(rows, await log.entries());
    assert.equal(
      rows.filter(({ kind, outcome }) => kind === "failed" && failed.test(outcome)).length,
      failures,
      describe(rows),
    );
    assert(
      rows.some((row) => remedy.test(describe([row]))),
      `nothing tells how it went on:\n${describe(rows)}`,
    );
    assert.equal(rows.at(-1).outcome, "200");
    assert.equal(await demo.cards.count(), EVERYBODY, "not everybody came in the end");
    assert.equal(await demo.alert.innerText(), "");
  };
}

async function findsPoison({ demo, log }) {
  await demo.open();
  await demo.mood("Poisoned records");
  await log.clear();
  await demo.ask();
  const rows = await demo.happenings();
  assertMatchesLog(rows, await log.entries());
  assert(
    rows.some(({ kind }) => kind === "split"),
    describe(rows),
  );
  assert.equal(await demo.cards.count(), EVERYBODY - 3);
  assert.match(await demo.alert.innerText(), /Only some users could be fetched/);
  assert.equal((await demo.notice("Not fetched")).length, 3);
}

async function tellsOfMove({ demo }) {
  await demo.open();
  await demo.mood("Renamed");
  await demo.ask();
  assert.match(await demo.alert.innerText(), /another address now/);
  assert.equal(await demo.cards.count(), 0);
  await demo.mood("Calm");
  await demo.ask();
  assert.equal(await demo.alert.innerText(), "");
  assert.equal(await demo.cards.count(), EVERYBODY);
}

async function staysPut({ demo }) {
  for (const width of [1280, 360]) {
    await wear(demo.page, width, "light");
    await assertStaysPut(demo);
  }
}

async function assertStaysPut(demo) {
  await demo.open();
  const top = () => demo.page.evaluate(() => document.getElementById("cards").offsetTop);
  const before = await top();
  // Other engines round the lines above to other pixels.
  const stays = async (otherwise) =>
    assert(Math.abs((await top()) - before) <= 1, `${otherwise}: ${before}, then ${await top()}`);
  await demo.mood("Slow");
  await demo.getUsers.click();
  await demo.until(() => document.querySelector(".skeleton"), "nothing holds the place of people");
  await stays("the request moves them");
  await demo.answered();
  assert.equal((await demo.notice("Missing")).length, 1);
  await stays("the answer, or an opened notice, moves them");
}

async function leavesOthersAlone({ demo, portal }) {
  await demo.open();
  const offers = demo.page.getByRole("group", { name: /The portal's mood|Ids to try/ });
  assert.equal(await offers.count(), 2);
  await demo.portal.fill("example.bitrix24.com");
  assert.equal(await offers.count(), 0);
  await demo.portal.fill(portal.origin);
  assert.equal(await offers.count(), 2);
}

function describe(rows) {
  return rows
    .map(({ kind, what, when, outcome }) => `${kind} ${what} ${when} ${outcome}`)
    .join("\n");
}
