/** The entries of a text, as they are: whether they are ids is for the package to say. */
export function parseIds(text) {
  return text.split(/[\s,;]+/).filter((entry) => entry !== "");
}
