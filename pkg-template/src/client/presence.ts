import type { User } from "../generated/types.gen.js";

/** Portals regard a user as online for so long after the last activity. */
const DEFAULT_ONLINE_MS = 1_440_000;

/** A user's presence. */
export interface Presence {
  /**
   * Whether the user was active lately; `null` if the portal does not report it, as for bots,
   * guests and users who never signed in.
   */
  online: boolean | null;
  /** Time of the last activity (ISO 8601); `null` if the portal does not report it. */
  lastSeen: string | null;
  /**
   * Start of the day of the user's return (ISO 8601), in the portal's time zone; `null` if the user
   * is not on vacation, sick or otherwise on leave. In another time zone the local date may be the
   * day before, so show `backOn.slice(0, 10)`.
   */
  backOn: string | null;
}

/**
 * A user's presence, as far as portals report it: the `status` of other users is always `"online"`,
 * so it is derived from the times of the last activity, and from absences. Portals report "do not
 * disturb" only to the user concerned (`getStatus()`).
 *
 * `lastActivityDate` is set for all employees and extranet users who have ever signed in;
 * `desktopLastDate`, of the desktop application, only for users from `getUser(id)` and
 * `getCurrentUser()`. The presence is as old as the user object: use `{ fresh: true }` for a
 * current one.
 *
 * @param options `now`: the present, by default the current time. `withinMs`: maximum age of the
 * last activity of an online user, in milliseconds; 1 440 000 (24 minutes) by default, as on
 * portals.
 *
 * @example
 * ```js
 * const { online, lastSeen, backOn } = presenceOf(user);
 * ```
 */
export function presenceOf(
  user: Pick<User, "lastActivityDate" | "absent"> &
    Partial<Pick<User, "desktopLastDate" | "mobileLastDate">>,
  options: { now?: number | Date | undefined; withinMs?: number | undefined } = {},
): Presence {
  const { now = Date.now(), withinMs = DEFAULT_ONLINE_MS } = options;
  const dates = [user.lastActivityDate, user.desktopLastDate, user.mobileLastDate].filter(
    isDateString,
  );
  const lastSeen = dates.sort((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null;
  const { absent } = user;
  return {
    online: lastSeen === null ? null : +now - Date.parse(lastSeen) <= withinMs,
    lastSeen,
    backOn: isDateString(absent) && Date.parse(absent) > +now ? absent : null,
  };
}

function isDateString(text: unknown): text is string {
  return typeof text === "string" && !Number.isNaN(Date.parse(text));
}
