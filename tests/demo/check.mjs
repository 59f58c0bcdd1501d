// Operates the demo page like a user, prints the users it shows, and exits with 0 or 1.
//
// B24_DEMO_URL    the page's address
// B24_PORTAL      the fake portal's description, a line of JSON
// B24_CHROMIUM    the browser; or, instead,
// B24_FIREFOX     another
// B24_SCREENSHOT  the path of the PNG to write; others end with -dark, -tablet and so on
import { ACCESSIBILITY } from "./accessibility.mjs";
import { RESULTS } from "./results.mjs";
import { open } from "./browser.mjs";
import { CHATS } from "./chats.mjs";
import { LARGE_LISTS } from "./large-lists.mjs";
import { DemoPage } from "./demo-page.mjs";
import { FAILURES } from "./failures.mjs";
import { FIRST_LOOK } from "./first-look.mjs";
import { FRAME } from "./frame.mjs";
import { LINKS } from "./links.mjs";
import { SCENARIOS } from "./scenarios.mjs";
import { PortalLog } from "./portal-log.mjs";

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; \`cargo xtask demo --check\` sets it`);
  return value;
}

const steps = [
  ...FIRST_LOOK,
  ...RESULTS,
  ...LINKS,
  ...CHATS,
  ...FAILURES,
  ...SCENARIOS,
  ...LARGE_LISTS,
  ...FRAME,
  ...ACCESSIBILITY,
];
let passed = 0;
let browser;
try {
  const portal = JSON.parse(setting("B24_PORTAL"));
  const screenshot = setting("B24_SCREENSHOT");
  browser = await open(process.env);
  const demo = new DemoPage(browser.page, setting("B24_DEMO_URL"));
  const context = {
    demo,
    portal,
    screenshot,
    log: new PortalLog(portal.origin),
    pageConsole: browser.console,
  };
  for (const [name, step] of /** @type {[string, Function][]} */ (steps)) {
    try {
      await step(context);
    } catch (error) {
      throw new Error(`${name}: ${error.message}`, { cause: error });
    }
    console.log(`ok: ${name}`);
    passed++;
  }
} catch (error) {
  console.error(`\nthe demo page fails: ${error.message}`);
  for (const { text, url } of browser?.console.newProblems() ?? [])
    console.error(`console: ${text} ${url}`);
  process.exitCode = 1;
} finally {
  await browser?.close();
  // Later steps depend on earlier ones, so the first failure ends the run.
  console.log(`${passed} passed, ${process.exitCode ? 1 : 0} failed`);
}
