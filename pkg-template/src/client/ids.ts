import { B24Error } from "./errors.js";

// The same as in the module.
const MAX_IDS = 1_000_000;

/**
 * The entries of any iterable, taken before anything else happens, so that later changes of it do not matter; up to `most`, for some have
 * no end.
 */
export function takeIds(ids, most = MAX_IDS) {
  const refuse = (what, options) =>
    B24Error.of("request", "INVALID_ID", `The ids must be an array or another iterable of ids; got ${what}`, options);
  if (typeof ids !== "object" || ids === null) throw refuse(ids === null ? "null" : `a ${typeof ids}`);
  try {
    // A text is an iterable too, of its characters: "45" would be users 4 and 5.
    if (Object.prototype.toString.call(ids) === "[object String]") throw refuse("a string");
    if (typeof ids[Symbol.iterator] !== "function") throw refuse("an object that is none");
    const entries = [];
    for (const entry of ids) {
      if (entries.length === most) {
        throw B24Error.of("request", "TOO_MANY_IDS", `More than ${most} ids, which is \`limits.maxIds\``);
      }
      entries.push(entry);
    }
    return entries;
  } catch (cause) {
    throw cause instanceof B24Error ? cause : refuse("one that threw", { cause });
  }
}
