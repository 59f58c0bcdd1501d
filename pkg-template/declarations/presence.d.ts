/**
 * What a portal tells of whether a user is there, which is little: the `status` of others is always `"online"`, so all there is are the
 * moments at which it last saw the user, and vacations. Whether somebody does not want to be disturbed it tells nobody else
 * (`getStatus()` is the caller's own).
 *
 * `lastActivityDate` is there for all employees and extranet users who ever came; `desktopLastDate`, of the desktop application, only
 * for users of `getUser(id)` and `getCurrentUser()`. It is as old as the user object: ask for it with `{ fresh: true }`.
 *
 * @param options `now`, if not the present; `withinMs`, how long ago somebody may have been seen who counts as online, by default
 * 1 440 000 (24 minutes), as portals themselves have it.
 *
 * @example
 * ```js
 * const { online, lastSeen, backOn } = presenceOf(user);
 * ```
 */
export declare function presenceOf(
  user: Pick<User, "lastActivityDate" | "absent"> & Partial<Pick<User, "desktopLastDate" | "mobileLastDate">>,
  options?: { now?: number | Date | undefined; withinMs?: number | undefined },
): Presence;

/** What is known of whether a user is there. */
export interface Presence {
  /** Whether the portal has seen the user lately; `null` if it does not tell, as of bots, guests and whoever never came. */
  online: boolean | null;
  /** When it last saw the user (ISO 8601); `null` if it does not tell. */
  lastSeen: string | null;
  /**
   * When the day of the return begins (ISO 8601), if the user is on vacation, ill or on another leave of that kind; else `null`. It begins
   * by the portal's clock: elsewhere a local date may be the day before, so show `backOn.slice(0, 10)`.
   */
  backOn: string | null;
}
