// The page as an application in a frame of the portal.
import assert from "node:assert/strict";
import { join, parse } from "node:path";

import { DemoPage } from "./demo-page.mjs";
import { setViewport } from "./viewports.mjs";

const SAMPLE_USERS = 17;

export const FRAME = [
  ["in a frame, the portal's page provides and refreshes the token", takesTokenFromFrame],
];

async function takesTokenFromFrame({ demo: { page }, portal, screenshot, pageConsole }) {
  await setViewport(page, 1280, "light");
  await page.goto(`${portal.frame}&tokens=uses`);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  const demo = new DemoPage(frame, frame.url());
  await demo.until(
    () => /** @type {HTMLInputElement} */ (document.getElementById("portal"))?.value,
    "the form is not filled in",
  );
  assert.equal(await demo.portal.inputValue(), portal.origin);
  assert(await demo.token.isHidden(), "there is a field for the token");

  const code = () => frame.locator("#source").innerText();
  await demo.submit();
  assert.equal(await demo.cards.count(), SAMPLE_USERS);
  assert.match(await code(), /createClient\(\{ \.\.\.fromB24Frame\(\$b24\), onEvent \}\)/);
  await frame.getByLabel("Bypass the cache").check();
  await demo.submit();
  // The first token is valid for two requests.
  await demo.submit();
  assert.equal(await demo.cards.count(), SAMPLE_USERS);
  assert(
    (await demo.events()).some(({ title }) => title === "New token"),
    "no new token was requested",
  );
  assert.equal(await page.locator("#messages").textContent(), "getInitData 1 · refreshAuth 1");

  const { dir, name, ext } = parse(screenshot);
  await page.screenshot({ path: join(dir, `${name}-frame${ext}`) });
  // Issued tokens have the portal's own token as their prefix.
  for (const view of [demo, new DemoPage(page)]) {
    assert(
      !(await view.traces()).includes(portal.accessToken),
      "the token is in a page, its address or its storage",
    );
  }
  assert(!pageConsole.text().includes(portal.accessToken), "the token is in the console");
}
