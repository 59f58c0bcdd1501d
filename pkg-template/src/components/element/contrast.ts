/**
 * Black or white, whichever has more contrast with a colour (`#rrggbb`). The contrast is always
 * above 4.5.
 */
export function contrastingColor(color: string): string {
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
