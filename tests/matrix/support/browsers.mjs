// Pages, opened in an engine.
import { launch } from "../../package/support/browser.mjs";

const ENGINES = { chromium: openInChromium };

/** What a page leaves in `#outcome`, what it complained of, and what it loaded, where the engine tells. */
export function openIn(engine, address, folder) {
  return ENGINES[engine](address, folder);
}

async function openInChromium(address) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const complaints = [];
    const bodies = [];
    page.on("console", (message) => {
      if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico")) complaints.push(message.text());
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
  } finally {
    await browser.close();
  }
}
