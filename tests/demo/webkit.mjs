// A short check of the page in WebKit, whose drivers speak WebDriver only.
//
// B24_DEMO_URL     the page's address
// B24_PORTAL       the fake portal's description, a line of JSON
// B24_MINIBROWSER  the browser
// B24_SCREENSHOT   the path of the PNG to write
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";

import { By } from "selenium-webdriver";

import { withWebKit } from "../matrix/support/webkit.mjs";
import { PortalLog } from "./portal-log.mjs";

const { B24_DEMO_URL, B24_PORTAL, B24_SCREENSHOT } = process.env;
const TIMEOUT_MS = 30_000;

test("the demo page in WebKit", { timeout: 120_000 }, () =>
  withWebKit(async (driver) => {
    const portal = JSON.parse(B24_PORTAL);
    const log = new PortalLog(portal.origin);
    const until = (script) =>
      driver.wait(() => driver.executeScript(`return ${script}`), TIMEOUT_MS, script);
    const texts = async (selector) => {
      const found = await driver.findElements(By.css(selector));
      return Promise.all(
        found.map((element) =>
          driver.executeScript("return arguments[0].textContent.trim()", element),
        ),
      );
    };
    /** Finds an element and scrolls to it: the driver does not wait for smooth scrolling. */
    const scrollTo = async (id) => {
      const found = await driver.findElement(By.id(id));
      await driver.executeScript("arguments[0].scrollIntoView({ behavior: 'instant' })", found);
      return found;
    };
    const submit = async () => {
      await (await scrollTo("submit")).click();
      await until('document.getElementById("results").ariaBusy === "false"');
    };
    await driver.get(`${B24_DEMO_URL}#preset=all-kinds`);
    await until('document.getElementById("portal").value !== ""');
    const ids = await scrollTo("ids");
    await ids.clear();
    await ids.sendKeys("4, 5, 999, 4abc");
    await log.clear();
    await submit();
    await until('document.querySelectorAll("[data-user]").length === 2');

    const names =
      '[...document.querySelectorAll("[data-user] b24-user")].map(({ shadowRoot }) => shadowRoot.querySelector("[part=name]").textContent)';
    assert.deepEqual(await driver.executeScript(`return ${names}`), [
      "Emily Smith",
      "John Johnson",
    ]);
    const disclosures = (await texts(".disclosure")).join(" ");
    for (const text of [/Missing/, /999/, /Invalid ids/, /4abc/]) assert.match(disclosures, text);
    const requests = (await log.entries()).map(({ verb, method, status, ids }) => ({
      verb,
      method,
      status,
      ids,
    }));
    assert.deepEqual(requests, [{ verb: "POST", method: "im.user.list.get", status: 200, ids: 3 }]);

    await writeFile(B24_SCREENSHOT, Buffer.from(await driver.takeScreenshot(), "base64"));

    const token = await scrollTo("token");
    await token.clear();
    await token.sendKeys(portal.expiredToken);
    await submit();
    assert.match(
      (await texts('[role="alert"]')).join(" "),
      /token has expired.*code: expired_token/s,
    );
  }),
);
