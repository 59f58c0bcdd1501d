/** The looks of the page: how the names of their pictures end, the width in pixels, the theme. */
export const LOOKS = [
  ["", 1280, "light"],
  ["-dark", 1280, "dark"],
  ["-tablet", 768, "light"],
  ["-phone", 360, "light"],
  ["-phone-dark", 360, "dark"],
];

/** Gives the page a look, without anything that moves by itself. */
export async function wear(page, width, colorScheme, height = 900) {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.setViewportSize({ width, height });
}
