// Pages, opened in an engine.
import { createHash } from "node:crypto";

import { chromium } from "playwright-core";

import { launch, launchFirefox, switches } from "../../package/support/browser.mjs";
import { openInWebKit } from "./webkit.mjs";

const ENGINES = { chromium: launch, firefox: launchFirefox };

/**
 * What a page leaves in `#outcome`, what it complained of, and what it loaded, as far as the engine
 * tells.
 */
export async function openIn(engine, address) {
  if (engine === "webkit") return openInWebKit(address);
  const browser = await ENGINES[engine]();
  try {
    return { engine: nameOf(browser), ...(await lookAt(await browser.newPage(), address)) };
  } finally {
    await browser.close();
  }
}

/** The same for the `index.html` of an extension in that folder. */
export async function openExtension(folder) {
  const args = [
    ...switches(),
    `--disable-extensions-except=${folder}`,
    `--load-extension=${folder}`,
  ];
  const context = await chromium.launchPersistentContext("", {
    executablePath: process.env.B24_CHROMIUM,
    args,
    ignoreDefaultArgs: ["--disable-extensions"],
  });
  try {
    // Chromium names unpacked extensions after their folder, in hexadecimal with letters from a.
    const digest = createHash("sha256").update(folder).digest("hex").slice(0, 32);
    const id = digest.replace(/./g, (digit) =>
      String.fromCharCode(97 + Number.parseInt(digit, 16)),
    );
    return {
      engine: nameOf(context.browser()),
      ...(await lookAt(await context.newPage(), `chrome-extension://${id}/index.html`)),
    };
  } finally {
    await context.close();
  }
}

function nameOf(browser) {
  const name = browser.browserType().name();
  return `${name[0].toUpperCase()}${name.slice(1)} ${browser.version()}`;
}

async function lookAt(page, address) {
  const complaints = [];
  const bodies = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico"))
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  // A redirect and a preflight have no body.
  page.on("response", (response) => bodies.push(response.body().catch(() => Buffer.alloc(0))));
  await page.goto(address);
  await page.waitForSelector("#outcome", { state: "attached", timeout: 60_000 }).catch((error) => {
    throw new Error(`${address} says nothing: ${complaints.join("; ")}`, { cause: error });
  });
  const outcome = JSON.parse(await page.textContent("#outcome"));
  return { outcome, complaints, loaded: await Promise.all(bodies) };
}
