// The ids and the scenario in the page's address.
import assert from "node:assert/strict";

export const LINKS = [
  ["a link fills in the form and sends nothing", fillsForm],
  ["invalid links change nothing", ignoresInvalidLinks],
  ["the address follows the form", updatesAddress],
  ["a new address fills in the form", followsAddress],
  ["secrets never get into the address", omitsSecrets],
];

async function fillsForm({ demo, log }) {
  await log.clear();
  await demo.open("ids=4,5,999&scenario=busy");
  assert.equal(await demo.ids.inputValue(), "4, 5, 999");
  assert.equal(await selectedScenario(demo), "Busy");
  assert.match(await demo.page.locator("#scenario-description").innerText(), /status 503/);
  assert.match(await demo.page.locator("#intro").innerText(), /^This link has filled in the form/);
  assert.deepEqual(await log.entries(), []);
  await demo.submit();
  assert.equal(await demo.cards.count(), 2);
  assert((await demo.events()).some(({ title }) => title === "Retry"));

  await demo.open("preset=thousand");
  assert.equal(await demo.ids.inputValue(), "1-1000");
  assert.equal(await selectedScenario(demo), "Calm");
}

async function ignoresInvalidLinks({ demo }) {
  for (const hash of ["preset=none&ids=", "ids=https://example.com/&scenario=calm", "scenario=x"]) {
    await demo.open(hash);
    assert.match(await demo.ids.inputValue(), /^4, 5, 999, /, hash);
    assert.equal(await selectedScenario(demo), "Calm", hash);
  }
}

async function updatesAddress({ demo }) {
  await demo.open();
  const entries = () => demo.page.evaluate(() => history.length);
  const before = await entries();
  await demo.ids.fill("4, 5\n 20-39; 4abc");
  assert.equal(await hashOf(demo), "#ids=4,5,20-39,4abc");
  await demo.scenario("Full bucket");
  assert.equal(await hashOf(demo), "#ids=4,5,20-39,4abc&scenario=full-bucket");
  await demo.preset("A chat");
  assert.equal(await hashOf(demo), "#preset=chat&scenario=full-bucket");
  await demo.scenario("Calm");
  assert.equal(await hashOf(demo), "#preset=chat");
  await demo.ids.fill("");
  assert.equal(await hashOf(demo), "");
  assert.equal(await entries(), before, "changes of the form are entries in the history");
}

async function followsAddress({ demo }) {
  await demo.open();
  await demo.page.evaluate(() => {
    location.hash = "ids=chat12&scenario=slow";
  });
  await demo.until(
    () => /** @type {HTMLTextAreaElement} */ (document.getElementById("ids")).value === "chat12",
    "the form does not follow the address",
  );
  assert.equal(await selectedScenario(demo), "Slow");
}

async function omitsSecrets({ demo, portal }) {
  await demo.open();
  // A token has 70 characters; the secret of a webhook has 16.
  const token = "0123456789abcdef".repeat(5).slice(0, 70);
  for (const secret of [
    token,
    portal.accessToken,
    "a1b2c3d4e5f6g7h8",
    "https://example.bitrix24.com/rest/1/a1b2c3d4e5f6g7h8/",
  ]) {
    await demo.ids.fill(`4, 5, ${secret}`);
    assert.equal(await hashOf(demo), "", secret);
  }
  await demo.token.fill(token);
  await demo.portal.fill("secret.bitrix24.com");
  await demo.ids.fill("4");
  assert.equal(await demo.page.evaluate(() => location.href), `${demo.url}#ids=4`);
}

function hashOf(demo) {
  return demo.page.evaluate(() => location.hash);
}

function selectedScenario(demo) {
  return demo.page
    .getByRole("radio", { checked: true })
    .evaluate((/** @type {HTMLInputElement} */ { labels }) => labels[0].textContent);
}
