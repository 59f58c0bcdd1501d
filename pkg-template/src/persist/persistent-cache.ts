import type { OpenablePersistentCache, PersistentCache } from "../client/persistent-cache.js";
import { AGE, COUNT, FLAG } from "../client/validate-options.js";
import { type Checks, copyChecked, invalidOption, isObject } from "../shared/validate.js";
import { isStorableKey, openSession } from "./cache-session.js";

/** The options of `persistentCache`. */
export interface PersistentCacheOptions {
  /**
   * Who uses the page: a user id, or any other text or number that no two people share. What one
   * person may see is not for another to see, so users are stored and read under this key only. A
   * function is called once per client, at its first use. With `null`, and when the function throws
   * or its promise is rejected, nothing is read or stored; `null` also deletes what earlier keys
   * have stored for the portal.
   *
   * A key that is in `localStorage` only is no key: the next person at the computer has it, too.
   */
  key: CacheKey | (() => CacheKey | Promise<CacheKey>) | Promise<CacheKey>;
  /**
   * Maximum age of a stored user, in milliseconds; 604 800 000 (7 days) by default. Older ones are
   * not read, and are deleted by the next visit.
   */
  maxAgeMs?: number | undefined;
  /** Maximum number of stored users, per portal and key; 500 by default. The oldest are deleted. */
  max?: number | undefined;
  /**
   * Whether the users of other keys of the same portal remain stored; `false` by default. For pages
   * on which several people take turns, each with a key of their own.
   */
  keepOtherKeys?: boolean | undefined;
}

/** A key; `null` for nobody. */
export type CacheKey = string | number | null | undefined;

const DAY_MS = 86_400_000;

const isKey = (key: unknown) =>
  key === null || typeof key === "function" || isObject(key) || isStorableKey(key);

const OPTIONS: Checks<PersistentCacheOptions> = {
  key: [isKey, "a text, a number, null, a promise of one or a function that returns one"],
  maxAgeMs: AGE,
  max: COUNT,
  keepOtherKeys: FLAG,
};

/**
 * Creates a cache that keeps users in the browser's IndexedDB, so that a later visit shows them
 * before the portal responds.
 *
 * Components show a stored user of any age up to `maxAgeMs` at once, with `isStale: true`, and
 * fetch all of them in one request. For `getUsers`, `streamUsers` and `loadUser`, a stored user is
 * a cached one of its age: younger than `cache.ttlMs`, it needs no request.
 *
 * Storage is never awaited for longer than 100 ms. Where it is denied, full, slow or broken, the
 * client works as without it. `invalidate()` deletes the stored users.
 *
 * @throws {B24Error} `INVALID_OPTIONS` if an option has a wrong type.
 *
 * @example
 * ```js
 * import { createClient } from "b24-users";
 * import { persistentCache } from "b24-users/persist";
 *
 * const b24 = createClient({
 *   portal: "example.bitrix24.com",
 *   auth: accessToken,
 *   // The id of the person who is logged in, as the backend has put it into the page.
 *   cache: { persist: persistentCache({ key: session.userId }) },
 * });
 * ```
 */
export function persistentCache(options: PersistentCacheOptions): PersistentCache {
  const prefix = "persistentCache: ";
  const copy = copyChecked(prefix, options, OPTIONS);
  if (copy.key === undefined)
    throw invalidOption(`${prefix}key must be ${OPTIONS.key[1]}`, copy.key);
  const { key, maxAgeMs = 7 * DAY_MS, max = 500, keepOtherKeys = false } = copy;
  // The first use awaits it, and may come late.
  if (isObject(key)) Promise.resolve(key).catch(() => {});
  const cache: OpenablePersistentCache = {
    open: (client) => openSession({ key, maxAgeMs, max, keepOtherKeys }, client),
  };
  return Object.freeze(cache);
}
