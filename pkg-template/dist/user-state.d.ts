import type { B24Error, Client, User, UserId, UserList } from "./index.js";

/**
 * A user id as components are given it; without one there is nobody to show yet. 0, `"0"` and `""` are nobody as well: Bitrix24 writes
 * them where a task or a deal has no user.
 */
export type MaybeId = number | string | null | undefined;

/** What components load users by: a client, or in tests a stand-in for one. */
export type UserSource = Pick<Client, "loadUser">;

/**
 * Users that a server fetched: a list of `getUsers`, or what `dehydrate` gives. Components show them at once and do not ask for
 * them again.
 */
export type InitialUsers = Pick<UserList, "users" | "missing">;

/** What is known of one user. `status` tells which of the others are there. */
export type UserState =
  | IdleUser
  | LoadingUser
  | ReadyUser
  | MissingUser
  | FailedUser;

/** There is no id yet, or one that stands for nobody. */
export interface IdleUser {
  status: "idle";
  user: null;
  error: null;
}

/** The user is being fetched, or about to be. */
export interface LoadingUser {
  status: "loading";
  user: null;
  error: null;
}

/** The user is here. */
export interface ReadyUser {
  status: "ready";
  user: User;
  error: null;
}

/** The portal does not know the id, or the caller may not see the user. */
export interface MissingUser {
  status: "missing";
  user: null;
  error: null;
}

/** The user could not be fetched: the error of the request, or `INVALID_ID`. */
export interface FailedUser {
  status: "error";
  /** The user as known before a `refresh` that failed. */
  user: User | null;
  error: B24Error;
}

/** What is known of several users. Each id, once it is settled, is among `users` or `missing`, or has an error in `errors`. */
export interface UsersState {
  /** `idle` as long as there is no list of ids, `loading` until all are settled; then `error` if some could not be fetched. */
  status: "idle" | "loading" | "ready" | "error";
  /** Those who are here, in the order of their ids, each once. */
  users: User[];
  /** The portal does not know them, or the caller may not see them. */
  missing: UserId[];
  /**
   * Why the others could not be fetched, an error for each. If a request failed, `ids` tells whom it is about; it is empty for an entry
   * that is no id, and where there was no request to fail: `DEADLINE_EXCEEDED`, `TOKEN_UNAVAILABLE`, `CLOSED`.
   */
  errors: B24Error[];
}

/** How to ask again. */
export interface Refresh {
  /**
   * Asks the portal again, for all components that show these users; those who are here stay until the answer comes. What it gives never
   * rejects: an error becomes the state's.
   */
  refresh(): Promise<void>;
}

/**
 * What the components of a client have loaded so far, as plain data for the `initial` users of a page. A server that renders has a
 * client of its own for each request, as it has a token of its own for each.
 *
 * @example
 * ```js
 * const markup = await renderToString(app);
 * // All text is raw: "<" must not end the script.
 * const users = JSON.stringify(dehydrate(b24)).replaceAll("<", "\\u003c");
 * ```
 */
export declare function dehydrate(client: UserSource): InitialUsers;
