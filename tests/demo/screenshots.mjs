import { join, parse } from "node:path";

import { VIEWPORTS, setViewport } from "./viewports.mjs";

/** Writes a screenshot of each viewport beside `path`, and calls `use(viewport)` for each. */
export async function takeScreenshots(demo, path, use) {
  const { dir, name, ext } = parse(path);
  const { page } = demo;
  // The state after a click on the button, with no open disclosure.
  await page.keyboard.press("Escape");
  await demo.getUsers.focus();
  for (const [suffix, width, colorScheme] of VIEWPORTS) {
    await setViewport(page, width, colorScheme);
    await use(`${width} pixels, ${colorScheme}`);
    // Cards out of view are not painted, so the viewport is enlarged to the whole page.
    await setViewport(
      page,
      width,
      colorScheme,
      await page.evaluate(() => document.documentElement.scrollHeight),
    );
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    await page.screenshot({ path: join(dir, `${name}${suffix}${ext}`), fullPage: true });
    await setViewport(page, width, colorScheme);
  }
}
