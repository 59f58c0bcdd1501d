// WebKitGTK's MiniBrowser on a virtual display, driven by WebDriver.
import { spawn } from "node:child_process";
import { once } from "node:events";

import { Browser, Builder, By, Capabilities, until } from "selenium-webdriver";

import { freePort } from "./commands.mjs";

/** The outcome in `#outcome` of a page. WebDriver reports neither page errors nor loaded files. */
export function openInWebKit(address) {
  return withWebKit(async (driver) => {
    await driver.get(address);
    const element = await driver.wait(until.elementLocated(By.id("outcome")), 60_000);
    const outcome = JSON.parse(
      await driver.executeScript("return arguments[0].textContent", element),
    );
    const version = (await driver.getCapabilities()).get("browserVersion");
    return { engine: `WebKitGTK ${version}`, outcome, pageErrors: [] };
  });
}

/** Calls `use(driver)` with a new browser. */
export async function withWebKit(use) {
  // Xvfb writes the number of its display to this descriptor.
  const screen = spawn(
    "Xvfb",
    ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] },
  );
  const [number] = await once(screen.stdio[3], "data");
  const port = await freePort();
  const env = { ...process.env, DISPLAY: `:${String(number).trim()}`, LIBGL_ALWAYS_SOFTWARE: "1" };
  const service = spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
  let driver;
  try {
    driver = await session(`http://127.0.0.1:${port}`);
    return await use(driver);
  } finally {
    await driver?.quit().catch(() => {});
    service.kill();
    screen.kill();
  }
}

async function session(server) {
  const binary = process.env.B24_MINIBROWSER;
  const capabilities = new Capabilities({
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": { binary, args: ["--automation"] },
  });
  for (let attempt = 1; ; attempt++) {
    try {
      return await new Builder()
        .usingServer(server)
        .forBrowser(Browser.SAFARI)
        .withCapabilities(capabilities)
        .build();
    } catch (error) {
      // The driver is not listening yet.
      if (attempt === 20 || !/ECONNREFUSED/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
