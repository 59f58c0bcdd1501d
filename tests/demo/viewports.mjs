/** The viewports of the checks: suffix of the screenshot's name, width in pixels, theme. */
export const VIEWPORTS = [
  ["", 1280, "light"],
  ["-dark", 1280, "dark"],
  ["-tablet", 768, "light"],
  ["-phone", 360, "light"],
  ["-phone-dark", 360, "dark"],
];

/** Sets the page's size and theme, without animations. */
export async function setViewport(page, width, colorScheme, height = 900) {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.setViewportSize({ width, height });
}
