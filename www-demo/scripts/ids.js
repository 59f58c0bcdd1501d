const MAX_RANGE_LENGTH = 100_000;

/** The entries of a text, with ranges expanded. The package decides which of them are valid ids. */
export function parseIds(text) {
  return splitEntries(text).flatMap((entry) => range(entry) ?? [entry]);
}

/** The entries of a text, ranges included. */
export function splitEntries(text) {
  return text.split(/[\s,;]+/).filter((entry) => entry !== "");
}

/** The chat id if the text is one, otherwise `null`. */
export function chatIn(text) {
  return /^(?:chat|sg|crm)[1-9]\d*$/.exec(text.trim())?.[0] ?? null;
}

/** Whether the package accepts an entry as an id. Its streams omit invalid entries silently. */
export function isId(entry) {
  return /^[1-9]\d*$/.test(entry) && Number.isSafeInteger(Number(entry));
}

/**
 * The ids of a range such as `1-5000`; `null` if the entry is not a range, or one that is too long.
 */
function range(entry) {
  const [first, last] = (/^(\d+)[-–](\d+)$/.exec(entry) ?? []).slice(1).map(Number);
  const length = last - first + 1;
  return length >= 1 && length <= MAX_RANGE_LENGTH
    ? Array.from({ length }, (_, index) => String(first + index))
    : null;
}
