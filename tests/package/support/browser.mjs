import { chromium, firefox } from "playwright-core";

/** Headless Chromium, without the background traffic of a desktop browser. */
export function launch() {
  return chromium.launch({ executablePath: process.env.B24_CHROMIUM, args: chromiumArgs() });
}

/**
 * The installed Firefox, headless, driven by WebDriver BiDi. `preferences` are of `about:config`.
 */
export function launchFirefox(preferences = {}) {
  return firefox.launch({
    executablePath: process.env.B24_FIREFOX,
    channel: "moz-firefox",
    firefoxUserPrefs: preferences,
  });
}

/** Chromium's command-line arguments. */
export function chromiumArgs() {
  const quiet = [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return process.getuid?.() === 0 ? [...quiet, "--no-sandbox"] : quiet;
}

/**
 * Opens a page and returns the outcome that it writes into its text, with console errors and
 * policy violations. For a page `framed` by the portal, also returns the messages that the portal's
 * page received. Nothing is evaluated in the page, since its policy may forbid that.
 */
export async function outcomeOf(browser, address, { framed = false } = {}) {
  const page = await browser.newPage();
  const pageErrors = [];
  page.on("console", (message) => message.type() === "error" && pageErrors.push(message.text()));
  page.on("pageerror", (error) => pageErrors.push(String(error)));
  await page.goto(address);
  const element = (framed ? page.frameLocator("iframe") : page).locator("#outcome");
  await element.waitFor({ state: "attached", timeout: 30_000 });
  const outcome = JSON.parse(await element.textContent());
  const report = framed
    ? { outcome, pageErrors, messages: await page.textContent("#messages") }
    : { outcome, pageErrors };
  await page.close();
  return report;
}

/** A page's script that runs `body`, an async function's body, and reports the returned outcome. */
export function pageScript(imports, body) {
  return `${imports}
const outcome = await (async () => { ${body} })().catch((error) => ({ thrown: error.toJSON?.() ?? String(error) }));
const element = document.createElement("pre");
element.id = "outcome";
element.textContent = JSON.stringify(outcome);
document.body.append(element);`;
}
