import { join, parse } from "node:path";

const LOOKS = [
  ["", 1280, "light"],
  ["-dark", 1280, "dark"],
  ["-tablet", 768, "light"],
  ["-phone", 360, "light"],
  ["-phone-dark", 360, "dark"],
];

/** Leaves a picture of each look of the page beside `path`; `use(look)` is called for each. */
export async function takePictures(demo, path, use) {
  const { dir, name, ext } = parse(path);
  // As it is after pressing the button.
  await demo.getUsers.focus();
  for (const [suffix, width, colorScheme] of LOOKS) {
    await demo.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await demo.page.setViewportSize({ width, height: 900 });
    await demo.page.screenshot({ path: join(dir, `${name}${suffix}${ext}`), fullPage: true });
    await use(`${width} pixels, ${colorScheme}`);
  }
}
