const MOST_IN_RANGE = 100_000;

/** The entries of a text, as they are, and those of its ranges: whether they are ids is for the package to say. */
export function parseIds(text) {
  return text
    .split(/[\s,;]+/)
    .filter((entry) => entry !== "")
    .flatMap((entry) => range(entry) ?? [entry]);
}

/** The chat that a text names and nothing else; `null` if it has ids. */
export function chatIn(text) {
  return /^(?:chat|sg|crm)[1-9]\d*$/.exec(text.trim())?.[0] ?? null;
}

/** Whether the package takes an entry for an id. Its streams leave out what is none, without telling. */
export function isId(entry) {
  return /^[1-9]\d*$/.test(entry) && Number.isSafeInteger(Number(entry));
}

/** The ids of `1-5000`; `null` for what is no range, or one that nobody can mean. */
function range(entry) {
  const [first, last] = (/^(\d+)[-–](\d+)$/.exec(entry) ?? []).slice(1).map(Number);
  const length = last - first + 1;
  return length >= 1 && length <= MOST_IN_RANGE
    ? Array.from({ length }, (_, index) => String(first + index))
    : null;
}
