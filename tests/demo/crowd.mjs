// Five thousand people.
import assert from "node:assert/strict";

import { holdUser, withServer } from "./server.mjs";

const WANTED = 5000;
/** As many as may be in sight, or near it, on the largest of screens. */
const MOST_LAID_OUT = 300;
const MOST_AT_ONCE = 24;

export const CROWD = [
  ["five thousand people", showsCrowd],
  ["stopping while they arrive", stopsWhileTheyArrive],
];

async function showsCrowd({ demo, portal }) {
  await demo.open();
  await demo.preset("Five thousand");
  await countSlices(demo);
  const { held, release, answer } = holdUser(WANTED, portal.origin);
  await withServer(answer, async (origin) => {
    await demo.portal.fill(origin);
    await demo.getUsers.click();
    await held;
    // So many that no name fits half of them.
    await demo.until(
      () => document.querySelectorAll("[data-user]").length > 1000,
      "they are not shown before the last request is answered",
    );
    assert(await demo.isBusy());
    const { value, max } = await demo.page
      .getByRole("progressbar")
      .evaluate(({ value, max }) => ({ value, max }));
    assert(value > 0 && value < max && max === WANTED, `its progress is ${value} of ${max}`);

    const before = await demo.people.count();
    await demo.filter.fill("emily");
    assert((await demo.people.count()) < before, "the filter waits for the last request");
    await demo.filter.fill("");
    assert(await demo.isBusy());
    release();
    await demo.answered();
  });

  const missing = await demo.page.getByRole("status").filter({ hasText: "missing" }).innerText();
  const cards = await demo.people.count();
  assert(
    cards > WANTED * 0.9,
    `only ${cards} people are there: does the portal have ${WANTED} (--people)?`,
  );
  assert.equal(cards + Number(/(\d+).missing/.exec(missing)[1]), WANTED);

  const { different, laidOut, largestSlice } = await demo.people.evaluateAll((people) => ({
    different: new Set(people.map(({ dataset }) => dataset.user)).size,
    laidOut: people.filter((person) => person.checkVisibility({ contentVisibilityAuto: true }))
      .length,
    largestSlice: window.largestSlice,
  }));
  assert.equal(different, cards, "somebody is there twice");
  assert(laidOut > 0 && laidOut <= MOST_LAID_OUT, `${laidOut} cards are laid out`);
  assert(
    largestSlice > 0 && largestSlice <= MOST_AT_ONCE,
    `${largestSlice} cards are added without a pause`,
  );

  await demo.filter.fill("id 4321");
  assert.deepEqual(
    (await demo.users()).map(({ id }) => id),
    [4321],
  );
}

async function stopsWhileTheyArrive({ demo, portal }) {
  await demo.open();
  await demo.preset("Five thousand");
  const { held, answer } = holdUser(WANTED, portal.origin);
  await withServer(answer, async (origin) => {
    await demo.portal.fill(origin);
    await demo.getUsers.click();
    await held;
    await demo.until(
      () => document.querySelector("[data-user='1']"),
      "nobody is shown before the last request is answered",
    );
    await demo.stop.click();
    await demo.answered();
  });
  assert.match(await demo.alert.innerText(), /Stopped/);
  const cards = await demo.people.count();
  assert(cards > 0 && cards < WANTED, `${cards} people are left`);
  assert.equal((await demo.happenings()).at(-1).outcome, "given up");
}

/** Keeps the largest number of cards that are added before the page comes to anything else. */
async function countSlices(demo) {
  await demo.page.evaluate(() => {
    window.largestSlice = 0;
    const observer = new MutationObserver((records) => {
      const added = records.flatMap(({ addedNodes }) => Array.from(addedNodes));
      window.largestSlice = Math.max(
        window.largestSlice,
        added.filter((node) => node.matches("[data-user]")).length,
      );
    });
    observer.observe(document.getElementById("cards"), { childList: true, subtree: true });
  });
}
