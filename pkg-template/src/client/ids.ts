import { B24Error, createError } from "../shared/errors.js";

// As in src/ids. An iterable may be infinite, so the module's check would come too late.
const DEFAULT_MAX_IDS = 1_000_000;

/** Copies the entries of any iterable, so that later changes of it have no effect. */
export function copyIds(ids: unknown, maxIds: number = DEFAULT_MAX_IDS): unknown[] {
  if (typeof ids !== "object" || ids === null) {
    throw invalidIds(ids === null ? "null" : `a ${typeof ids}`);
  }
  try {
    // A string is an iterable of characters: "45" would be users 4 and 5.
    if (Object.prototype.toString.call(ids) === "[object String]") throw invalidIds("a string");
    const iterable = ids as Iterable<unknown>;
    if (typeof iterable[Symbol.iterator] !== "function")
      throw invalidIds("an object that is not iterable");
    const entries: unknown[] = [];
    for (const entry of iterable) {
      if (entries.length === maxIds) {
        const message = `More than ${maxIds} ids, which is \`limits.maxIds\``;
        throw createError("request", "TOO_MANY_IDS", message);
      }
      entries.push(entry);
    }
    return entries;
  } catch (cause) {
    throw cause instanceof B24Error ? cause : invalidIds("an iterable that threw", { cause });
  }
}

function invalidIds(got: string, options?: ErrorOptions): B24Error {
  const message = `The ids must be an array or another iterable of ids; got ${got}`;
  return createError("request", "INVALID_ID", message, options);
}
