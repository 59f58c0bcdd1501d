// Opens pages in browser engines.
import { createHash } from "node:crypto";

import { chromium } from "playwright-core";

import { launch, launchFirefox, chromiumArgs } from "../../package/support/browser.mjs";
import { openInWebKit } from "./webkit.mjs";

const ENGINES = { chromium: launch, firefox: launchFirefox };

/**
 * The outcome that a page writes into `#outcome`, its errors, and the bodies that it loaded, if the
 * engine reports them.
 */
export async function openIn(engine, address) {
  if (engine === "webkit") return openInWebKit(address);
  const browser = await ENGINES[engine]();
  try {
    return { engine: nameOf(browser), ...(await readOutcome(await browser.newPage(), address)) };
  } finally {
    await browser.close();
  }
}

/** Opens `index.html` of the extension in a folder. */
export async function openExtension(folder) {
  const args = [
    ...chromiumArgs(),
    `--disable-extensions-except=${folder}`,
    `--load-extension=${folder}`,
  ];
  const context = await chromium.launchPersistentContext("", {
    executablePath: process.env.B24_CHROMIUM,
    args,
    ignoreDefaultArgs: ["--disable-extensions"],
  });
  try {
    // The id of an unpacked extension is a hash of its path, in hexadecimal with the digits a to p.
    const digest = createHash("sha256").update(folder).digest("hex").slice(0, 32);
    const id = digest.replace(/./g, (digit) =>
      String.fromCharCode(97 + Number.parseInt(digit, 16)),
    );
    return {
      engine: nameOf(context.browser()),
      ...(await readOutcome(await context.newPage(), `chrome-extension://${id}/index.html`)),
    };
  } finally {
    await context.close();
  }
}

function nameOf(browser) {
  const name = browser.browserType().name();
  return `${name[0].toUpperCase()}${name.slice(1)} ${browser.version()}`;
}

async function readOutcome(page, address) {
  const pageErrors = [];
  const bodies = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico"))
      pageErrors.push(message.text());
  });
  page.on("pageerror", (error) => pageErrors.push(String(error)));
  // Redirects and preflights have no body.
  page.on("response", (response) => bodies.push(response.body().catch(() => Buffer.alloc(0))));
  await page.goto(address);
  await page.waitForSelector("#outcome", { state: "attached", timeout: 60_000 }).catch((error) => {
    throw new Error(`${address} has no outcome: ${pageErrors.join("; ")}`, { cause: error });
  });
  const outcome = JSON.parse(await page.textContent("#outcome"));
  return { outcome, pageErrors, loaded: await Promise.all(bodies) };
}
