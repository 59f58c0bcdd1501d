import { chromium, firefox } from "playwright-core";

/** Headless Chromium, without the background traffic of a desktop browser. */
export function launch() {
  return chromium.launch({ executablePath: process.env.B24_CHROMIUM, args: switches() });
}

/** Headless Firefox as it is installed, driven by WebDriver BiDi. */
export function launchFirefox() {
  return firefox.launch({ executablePath: process.env.B24_FIREFOX, channel: "moz-firefox" });
}

/** What Chromium is started with. */
export function switches() {
  const quiet = [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return process.getuid?.() === 0 ? [...quiet, "--no-sandbox"] : quiet;
}

/**
 * Opens a page and waits for the outcome that it leaves in its text; console errors and refusals by
 * its policy come with it. Of a page `framed` by the portal, also what the portal's page was asked
 * for. Pages report themselves: nothing is evaluated in them, as policies may forbid that.
 */
export async function outcomeOf(browser, address, { framed = false } = {}) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(address);
  const element = (framed ? page.frameLocator("iframe") : page).locator("#outcome");
  await element.waitFor({ state: "attached", timeout: 30_000 });
  const outcome = JSON.parse(await element.textContent());
  const told = framed
    ? { outcome, complaints, messages: await page.textContent("#messages") }
    : { outcome, complaints };
  await page.close();
  return told;
}

/** The text of a script that runs `body`, an async function's body that returns the outcome. */
export function reporting(imports, body) {
  return `${imports}
const outcome = await (async () => { ${body} })().catch((error) => ({ thrown: error.toJSON?.() ?? String(error) }));
const element = document.createElement("pre");
element.id = "outcome";
element.textContent = JSON.stringify(outcome);
document.body.append(element);`;
}
