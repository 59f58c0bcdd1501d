// What the page shows when the portal answers.
import assert from "node:assert/strict";

import { takePictures } from "./pictures.mjs";
import { policyOf } from "./policy.mjs";

export const ANSWERS = [
  ["the policy allows the page's own import map", policyFits],
  ["two people, one missing, one entry that is no id, in one request", showsPeople],
  ["nothing is left of the token", leavesNoToken],
  ["all kinds of people", showsAllKinds],
  ["the filter", filters],
  ["both themes and all widths", fitsEverywhere],
];

async function policyFits({ demo }) {
  const { policy, due } = policyOf(await (await fetch(demo.url)).text());
  assert(policy.includes(due), `index.html's script-src needs ${due}`);
}

async function showsPeople({ demo, log, pageConsole }) {
  await demo.open();
  await demo.ids.fill("4, 5, 999, 4abc");
  await log.clear();
  await demo.ask();

  const users = await demo.users();
  for (const user of users) print(user);
  const missing = await demo.notice("Missing");
  const invalid = await demo.notice("Not ids");
  console.log(`missing: ${missing.join(", ")}\nnot ids: ${invalid.join(", ")}`);

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

  // Their documented pictures are on a host that does not exist.
  const areGone = () =>
    [...document.querySelectorAll("b24-user")].every(
      ({ shadowRoot }) => !shadowRoot.querySelector("img"),
    );
  await demo.until(areGone, "a picture that does not exist is still there");
  assert.deepEqual(
    (await demo.users()).map(({ avatar }) => avatar),
    ["ES", "JJ"],
  );
  assertClean(pageConsole);
}

async function leavesNoToken({ demo, portal, pageConsole }) {
  assert.equal(await demo.token.getAttribute("type"), "password");
  assert.equal(
    await demo.token.inputValue(),
    portal.accessToken,
    "the token that was to be looked for is another one",
  );
  assert(
    !(await demo.traces()).includes(portal.accessToken),
    "the token is in the page, its address or its storage",
  );
  assert(!pageConsole.text().includes(portal.accessToken), "the token is in the console");
}

async function showsAllKinds({ demo, pageConsole }) {
  await demo.open();
  await demo.ask();
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
    "typed text became markup",
  );
  assert.match((await demo.notice("Odd fields")).join(), /User 90: website/);
  // User 25 has a picture that the fake portal has.
  await demo.until(
    () =>
      document.querySelector("[data-user='25'] b24-user").shadowRoot.querySelector("img")
        ?.naturalWidth > 0,
    "a picture is not shown",
  );
  assertClean(pageConsole);
}

async function filters({ demo }) {
  const everybody = await demo.people.count();
  await demo.filter.fill("елкина");
  assert.deepEqual(
    (await demo.users()).map(({ id }) => id),
    [105],
  );
  assert.equal(await demo.cards.filter({ visible: true }).count(), 1);
  await demo.filter.fill("");
  assert.equal(await demo.people.count(), everybody);
}

async function fitsEverywhere({ demo, screenshot }) {
  await takePictures(demo, screenshot, async (look) => {
    assert.equal(await demo.overhang(), 0, `the page can be scrolled sideways at ${look}`);
  });
}

/** No errors and no violations of the policy, except for the pictures that the documentation points at. */
function assertClean(pageConsole) {
  const complaints = pageConsole
    .newComplaints()
    .filter(({ url }) => !url.startsWith("https://example.bitrix24.com/"));
  assert.deepEqual(complaints, [], "the console is not clean");
}

function print({ id, name, position, phone }) {
  console.log(
    `${String(id).padStart(6)}  ${name}, ${position ?? "no position"}, ${phone ?? "no phone"}`,
  );
}
