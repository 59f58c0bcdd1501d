/**
 * Black or white for text on a colour, such as initials on the colour of a user: whichever has more
 * contrast, which is always above 4.5.
 *
 * @param color `#rrggbb`, as in `User`; `null` for none.
 * @returns `"inherit"` without a colour: the text then has the colour around it.
 *
 * @example
 * ```js
 * const style = { background: user.color ?? "none", color: textColorOn(user.color) };
 * ```
 */
export function textColorOn(color: string | null | undefined): "#fff" | "#000" | "inherit" {
  if (!color) return "inherit";
  const luminance = luminanceOf(color);
  return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 ? "#fff" : "#000";
}

/** Relative luminance by WCAG, from 0 to 1. */
function luminanceOf(color: string): number {
  const channel = (index: number) => {
    const value = Number.parseInt(color.slice(index, index + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
