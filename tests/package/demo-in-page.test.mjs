// The demo page on a static server, as on the documentation site: its fake portal is in the page.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { App } from "./support/app.mjs";
import { launch } from "./support/browser.mjs";
import { serve } from "./support/serve.mjs";

const DEMO = fileURLToPath(new URL("../../www-demo", import.meta.url));

let app, folder, server, browser;
before(async () => {
  app = new App();
  folder = mkdtempSync(join(tmpdir(), "b24-users-site-"));
  // Below a folder, as on GitHub Pages.
  cpSync(DEMO, join(folder, "site/demo"), { recursive: true });
  cpSync(join(app.folder, "node_modules/b24-users"), join(folder, "site/demo/b24-users"), {
    recursive: true,
  });
  const portal = { inPage: true, documentation: "../" };
  server = await serve(folder, { "/site/demo/portal.json": { body: JSON.stringify(portal) } });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true });
  app.remove();
});

async function open(hash = "#preset=all-kinds") {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => {
    // Pictures of users are at the portal's address, which does not exist.
    const { origin, hostname } = new URL(request.url());
    if (origin !== server.origin && !hostname.endsWith(".example")) errors.push(request.url());
  });
  await page.goto(`${server.origin}/site/demo/${hash}`);
  await page.locator("#intro:not(:empty)").waitFor();
  return { page, errors };
}

test("the page shows users without a click", async () => {
  const { page, errors } = await open("");
  await page.locator("#cards article").first().waitFor();
  assert.match(await page.locator("#intro").textContent(), /a fake Bitrix24 portal/);
  assert.equal(
    await page.getByRole("link", { name: "Documentation" }).evaluate(({ href }) => href),
    `${server.origin}/site/`,
  );
  assert.deepEqual(errors, []);
  await page.close();
});

test("users come from the portal in the page", async () => {
  const { page, errors } = await open();
  await page.click("#submit");
  await page.locator("#cards article").first().waitFor();
  const names = await page
    .locator("#cards article")
    .evaluateAll((cards) => cards.slice(0, 2).map((card) => card.ariaLabel));
  assert.deepEqual(names, ["Emily Smith", "John Johnson"]);
  assert.deepEqual(errors, []);
  await page.close();
});

test("the portal can be made to fail", async () => {
  const { page, errors } = await open();
  await page.getByText("HTML errors").click();
  await page.click("#submit");
  await page.locator("#cards article").first().waitFor();
  const rows = await page.locator("#requests-body").textContent();
  assert.match(rows, /502/);
  assert.deepEqual(errors, []);
  await page.close();
});
