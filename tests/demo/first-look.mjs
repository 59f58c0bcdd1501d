// What a visitor without a portal sees.
import assert from "node:assert/strict";

import { setViewport } from "./viewports.mjs";

const SAMPLE_USERS = 17;

export const FIRST_LOOK = [
  ["the first look shows users without a click", showsUsers],
  ["the first look moves nothing", movesNothing],
  ["the documentation is linked only on its site", linksDocumentation],
];

async function showsUsers({ demo, log }) {
  for (const width of [1280, 360]) {
    await setViewport(demo.page, width, "light");
    await log.clear();
    await demo.openFirstLook();
    assert.equal(await demo.people.count(), SAMPLE_USERS);
    assert.equal((await log.entries()).length, 1);
    assert.match(
      await demo.page.locator("#intro").innerText(),
      /^This page requests these users by their ids from a fake Bitrix24 portal/,
    );
    assert.equal(await demo.page.evaluate(() => scrollY), 0, `the page scrolls at ${width} pixels`);
    assert.equal(await demo.page.evaluate(() => location.hash), "");
  }
  await demo.page.getByRole("link", { name: "these users" }).click();
  await demo.until(
    () => document.getElementById("results").getBoundingClientRect().top < innerHeight / 4,
    "the link does not lead to the users",
  );
}

/** Only Chromium reports layout shifts. */
async function movesNothing({ demo }) {
  if (demo.page.context().browser().browserType().name() !== "chromium") return;
  for (const width of [1280, 768, 360]) {
    await setViewport(demo.page, width, "light");
    await demo.openFirstLook();
    const shifts = await demo.page.evaluate(
      () =>
        new Promise((resolve) => {
          const moved = [];
          const observer = new PerformanceObserver((list) => {
            for (const { value, sources } of /** @type {any[]} */ (list.getEntries()))
              moved.push({ value, nodes: sources.map(({ node }) => node?.id || node?.nodeName) });
          });
          observer.observe({ type: "layout-shift", buffered: true });
          // Buffered entries are delivered in a task of their own, after a frame.
          requestAnimationFrame(() => setTimeout(() => resolve(moved), 100));
        }),
    );
    assert.deepEqual(shifts, [], `at ${width} pixels`);
  }
}

async function linksDocumentation({ demo }) {
  const link = demo.page.getByRole("link", { name: "Documentation" });
  await demo.open();
  assert.equal(await link.count(), 0);
  const description = await (await fetch(new URL("portal.json", demo.url))).json();
  await demo.page.route("**/portal.json", (route) =>
    route.fulfill({ json: { ...description, documentation: "../" } }),
  );
  await demo.open();
  await demo.page.unroute("**/portal.json");
  assert.equal(
    await link.evaluate((/** @type {HTMLAnchorElement} */ { href }) => href),
    new URL("../", demo.url).href,
  );
}
