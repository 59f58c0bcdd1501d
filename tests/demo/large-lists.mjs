// Five thousand users.
import assert from "node:assert/strict";

import { holdUser, withServer } from "./server.mjs";

const ID_COUNT = 5000;
/** More than fit into or near the viewport of any screen. */
const MAX_RENDERED = 300;
const MAX_ADDED_PER_TASK = 24;

export const LARGE_LISTS = [
  ["five thousand users", showsLargeList],
  ["aborting a stream", abortsStream],
];

async function showsLargeList({ demo, portal }) {
  await demo.open();
  await demo.preset("Five thousand");
  await recordLargestInsertion(demo);
  const { held, release, handler } = holdUser(ID_COUNT, portal.origin);
  await withServer(handler, async (origin) => {
    await demo.portal.fill(origin);
    await demo.getUsers.click();
    await held;
    // Enough users for a filter that matches only some of them.
    await demo.until(
      () => document.querySelectorAll("[data-user]").length > 1000,
      "users are not shown before the last response",
    );
    assert(await demo.isBusy());
    const { value, max } = await demo.page
      .getByRole("progressbar")
      .evaluate(({ value, max }) => ({ value, max }));
    assert(value > 0 && value < max && max === ID_COUNT, `its progress is ${value} of ${max}`);

    const before = await demo.people.count();
    await demo.filter.fill("emily");
    assert((await demo.people.count()) < before, "the filter is blocked until the last response");
    await demo.filter.fill("");
    assert(await demo.isBusy());
    release();
    await demo.responseShown();
  });

  const missing = await demo.page.getByRole("status").filter({ hasText: "missing" }).innerText();
  const cards = await demo.people.count();
  assert(
    cards > ID_COUNT * 0.9,
    `only ${cards} users are shown: does the portal have ${ID_COUNT} (--people)?`,
  );
  assert.equal(cards + Number(/(\d+).missing/.exec(missing)[1]), ID_COUNT);

  const { distinct, rendered, largestInsertion } = await demo.people.evaluateAll((people) => ({
    distinct: new Set(people.map(({ dataset }) => dataset.user)).size,
    rendered: people.filter((person) => person.checkVisibility({ contentVisibilityAuto: true }))
      .length,
    largestInsertion: window.largestInsertion,
  }));
  assert.equal(distinct, cards, "a user is shown twice");
  assert(rendered > 0 && rendered <= MAX_RENDERED, `${rendered} cards are rendered`);
  assert(
    largestInsertion > 0 && largestInsertion <= MAX_ADDED_PER_TASK,
    `${largestInsertion} cards are added in one task`,
  );

  await demo.filter.fill("id 4321");
  assert.deepEqual(
    (await demo.users()).map(({ id }) => id),
    [4321],
  );
}

async function abortsStream({ demo, portal }) {
  await demo.open();
  await demo.preset("Five thousand");
  const { held, handler } = holdUser(ID_COUNT, portal.origin);
  await withServer(handler, async (origin) => {
    await demo.portal.fill(origin);
    await demo.getUsers.click();
    await held;
    await demo.until(
      () => document.querySelector("[data-user='1']"),
      "no user is shown before the last response",
    );
    await demo.stop.click();
    await demo.responseShown();
  });
  assert.match(await demo.alert.innerText(), /Stopped/);
  const cards = await demo.people.count();
  assert(cards > 0 && cards < ID_COUNT, `${cards} users are shown`);
  assert.equal((await demo.events()).at(-1).outcome, "aborted");
}

/** Records the largest number of cards that are added in one task. */
async function recordLargestInsertion(demo) {
  await demo.page.evaluate(() => {
    window.largestInsertion = 0;
    const observer = new MutationObserver((records) => {
      const added = records.flatMap(({ addedNodes }) => Array.from(addedNodes));
      window.largestInsertion = Math.max(
        window.largestInsertion,
        added.filter((node) => node instanceof Element && node.matches("[data-user]")).length,
      );
    });
    observer.observe(document.getElementById("cards"), { childList: true, subtree: true });
  });
}
