// The results on the page.
import assert from "node:assert/strict";

import { takeScreenshots } from "./screenshots.mjs";
import { policyOf } from "./policy.mjs";

export const RESULTS = [
  ["the policy allows the page's own import map", policyFits],
  ["two users, a missing and an invalid id, in one request", showsUsers],
  ["the token is in no trace of the page", leaksNoToken],
  ["all kinds of users", showsAllKinds],
  ["the filter", filters],
  ["both themes and all widths", fitsEverywhere],
];

async function policyFits({ demo }) {
  const { policy, requiredSource } = policyOf(await (await fetch(demo.url)).text());
  assert(policy.includes(requiredSource), `index.html's script-src needs ${requiredSource}`);
}

async function showsUsers({ demo, log, pageConsole }) {
  await demo.open();
  await demo.ids.fill("4, 5, 999, 4abc");
  await log.clear();
  await demo.submit();

  const users = await demo.users();
  for (const user of users) print(user);
  const missing = await demo.notice("Missing");
  const invalid = await demo.notice("Invalid ids");
  console.log(`missing: ${missing.join(", ")}\ninvalid ids: ${invalid.join(", ")}`);

  assert.deepEqual(
    users.map(({ id, name, position, phone }) => [id, name, position, phone]),
    [
      [4, "Emily Smith", "Analyst", "+12123456789"],
      [5, "John Johnson", "Manager", "+12123456788"],
    ],
  );
  assert.deepEqual(missing, ["999"]);
  assert.deepEqual(invalid, ["4abc"]);

  const requests = (await log.entries()).map(({ verb, method, status, ids }) => ({
    verb,
    method,
    status,
    ids,
  }));
  assert.deepEqual(requests, [{ verb: "POST", method: "im.user.list.get", status: 200, ids: 3 }]);

  const areShown = () =>
    [...document.querySelectorAll("b24-user")].every(
      ({ shadowRoot }) => shadowRoot.querySelector("img")?.naturalWidth > 0,
    );
  await demo.until(areShown, "a picture is not shown");
  assertClean(pageConsole);
}

async function leaksNoToken({ demo, portal, pageConsole }) {
  assert.equal(await demo.token.getAttribute("type"), "password");
  assert.equal(
    await demo.token.inputValue(),
    portal.accessToken,
    "the form does not have the token that this step searches for",
  );
  assert(
    !(await demo.traces()).includes(portal.accessToken),
    "the token is in the page, its address or its storage",
  );
  assert(!pageConsole.text().includes(portal.accessToken), "the token is in the console");
}

async function showsAllKinds({ demo, pageConsole }) {
  await demo.open();
  await demo.submit();
  const users = new Map((await demo.users()).map((user) => [user.id, user]));
  const badges = (id) => users.get(id)?.badges;
  assert.deepEqual([4, 17, 61, 72, 74, 106, 107, 108].map(badges), [
    [],
    ["Bot"],
    ["Extranet"],
    ["Guest"],
    ["Network"],
    ["Dismissed"],
    ["Collaber"],
    ["Connector"],
  ]);
  assert.equal(users.get(90).name, 'Анна <b>"О\'Нил"</b> & Сыновья');
  assert.equal(users.get(90).position, "R&D <script>alert(1)</script>");
  assert.equal(
    await demo.cards.locator("script, b, img[src=x], a[href^='javascript:']").count(),
    0,
    "text from the portal became markup",
  );
  assert.match((await demo.notice("Invalid fields")).join(), /User 90: website/);
  // The fake portal serves the picture of user 25.
  await demo.until(
    () =>
      document.querySelector("[data-user='25'] b24-user").shadowRoot.querySelector("img")
        ?.naturalWidth > 0,
    "a picture is not shown",
  );
  assertClean(pageConsole);
}

async function filters({ demo }) {
  const total = await demo.people.count();
  await demo.filter.fill("елкина");
  assert.deepEqual(
    (await demo.users()).map(({ id }) => id),
    [105],
  );
  assert.equal(await demo.cards.filter({ visible: true }).count(), 1);
  await demo.filter.fill("");
  assert.equal(await demo.people.count(), total);
}

async function fitsEverywhere({ demo, screenshot }) {
  await takeScreenshots(demo, screenshot, async (viewport) => {
    assert.equal(
      await demo.horizontalOverflow(),
      0,
      `the page can be scrolled sideways at ${viewport}`,
    );
  });
}

/** Fails on errors and policy violations. */
function assertClean(pageConsole) {
  assert.deepEqual(pageConsole.newProblems(), [], "the console is not clean");
}

function print({ id, name, position, phone }) {
  console.log(
    `${String(id).padStart(6)}  ${name}, ${position ?? "no position"}, ${phone ?? "no phone"}`,
  );
}
