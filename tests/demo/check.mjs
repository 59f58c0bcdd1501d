// Uses the demo page as a person would, prints the people it shows, and exits with 0 or 1.
//
// B24_DEMO_URL    the page's address
// B24_PORTAL      what the fake portal says about itself, a line of JSON
// B24_CHROMIUM    the browser; or, instead,
// B24_FIREFOX     another
// B24_SCREENSHOT  where to leave pictures: this PNG, and beside it others with -dark, -tablet, -phone and -phone-dark
import { ACCESSIBILITY } from "./accessibility.mjs";
import { ANSWERS } from "./answers.mjs";
import { open } from "./browser.mjs";
import { CHATS } from "./chats.mjs";
import { CROWD } from "./crowd.mjs";
import { DemoPage } from "./demo-page.mjs";
import { FAILURES } from "./failures.mjs";
import { FRAME } from "./frame.mjs";
import { MOODS } from "./moods.mjs";
import { PortalLog } from "./portal-log.mjs";

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; \`cargo xtask demo --check\` sets it`);
  return value;
}

const steps = [...ANSWERS, ...CHATS, ...FAILURES, ...MOODS, ...CROWD, ...FRAME, ...ACCESSIBILITY];
let passed = 0;
let browser;
try {
  const portal = JSON.parse(setting("B24_PORTAL"));
  const screenshot = setting("B24_SCREENSHOT");
  browser = await open(process.env);
  const demo = new DemoPage(browser.page, setting("B24_DEMO_URL"));
  const world = {
    demo,
    portal,
    screenshot,
    log: new PortalLog(portal.origin),
    pageConsole: browser.console,
  };
  for (const [name, step] of steps) {
    try {
      await step(world);
    } catch (error) {
      throw new Error(`${name}: ${error.message}`, { cause: error });
    }
    console.log(`ok: ${name}`);
    passed++;
  }
} catch (error) {
  console.error(`\nthe demo page fails: ${error.message}`);
  for (const { text, url } of browser?.console.newComplaints() ?? [])
    console.error(`its console says: ${text} ${url}`);
  process.exitCode = 1;
} finally {
  await browser?.close();
  // Later steps stand on earlier ones: the first that fails is the last.
  console.log(`${passed} passed, ${process.exitCode ? 1 : 0} failed`);
}
