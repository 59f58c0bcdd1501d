// The page as an application in a frame of the portal.
import assert from "node:assert/strict";
import { join, parse } from "node:path";

import { DemoPage } from "./demo-page.mjs";
import { wear } from "./looks.mjs";

const EVERYBODY = 17;

export const FRAME = [
  ["in a frame, the portal's page gives the token and renews it", takesTokenFromFrame],
];

async function takesTokenFromFrame({ demo: { page }, portal, screenshot, pageConsole }) {
  await wear(page, 1280, "light");
  await page.goto(`${portal.frame}&tokens=uses`);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  const demo = new DemoPage(frame, frame.url());
  await demo.until(() => document.getElementById("portal")?.value, "the form is not filled in");
  assert.equal(await demo.portal.inputValue(), portal.origin);
  assert(await demo.token.isHidden(), "there is a field for the token");

  const code = () => frame.locator("#source").innerText();
  await demo.ask();
  assert.equal(await demo.cards.count(), EVERYBODY);
  assert.match(await code(), /createClient\(\{ \.\.\.fromB24Frame\(\$b24\), onEvent \}\)/);
  await frame.getByLabel("Ask anew").check();
  await demo.ask();
  // The first token was good for two requests.
  await demo.ask();
  assert.equal(await demo.cards.count(), EVERYBODY);
  assert(
    (await demo.happenings()).some(({ what }) => what === "New token"),
    "no new token was asked for",
  );
  assert.equal(await page.locator("#messages").textContent(), "getInitData 1 · refreshAuth 1");

  const { dir, name, ext } = parse(screenshot);
  await page.screenshot({ path: join(dir, `${name}-frame${ext}`) });
  // Those issued begin like the portal's own.
  for (const place of [demo, new DemoPage(page)]) {
    assert(
      !(await place.traces()).includes(portal.accessToken),
      "the token is in a page, its address or its storage",
    );
  }
  assert(!pageConsole.text().includes(portal.accessToken), "the token is in the console");
}
