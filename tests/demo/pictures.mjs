import { join, parse } from "node:path";

import { LOOKS, wear } from "./looks.mjs";

/** Leaves a picture of each look of the page beside `path`; `use(look)` is called for each. */
export async function takePictures(demo, path, use) {
  const { dir, name, ext } = parse(path);
  const { page } = demo;
  // As it is after pressing the button, nothing open over the cards.
  await page.keyboard.press("Escape");
  await demo.getUsers.focus();
  for (const [suffix, width, colorScheme] of LOOKS) {
    await wear(page, width, colorScheme);
    await use(`${width} pixels, ${colorScheme}`);
    // Cards out of sight are not painted, so all are brought into it.
    await wear(
      page,
      width,
      colorScheme,
      await page.evaluate(() => document.documentElement.scrollHeight),
    );
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    await page.screenshot({ path: join(dir, `${name}${suffix}${ext}`), fullPage: true });
    await wear(page, width, colorScheme);
  }
}
