import type { Client } from "../client/client.js";
import type { B24Error } from "../shared/errors.js";
import type { User, UserId, UserList } from "../generated/types.gen.js";

/**
 * A user id as components get it; without one there is no user to show yet. 0, `"0"` and `""` are
 * no user either: Bitrix24 writes them where a task or a deal has no user.
 */
export type MaybeId = number | string | null | undefined;

/** What components load users by: a client, or in tests a stand-in for one. */
export type UserSource = Pick<Client, "loadUser">;

/**
 * Users that a server fetched: a list of `getUsers`, or the result of `dehydrate`. Components show
 * them at once and do not fetch them again.
 */
export type InitialUsers = Pick<UserList, "users" | "missing">;

/** The state of one user. `status` narrows the types of the others. */
export type UserState = IdleUser | LoadingUser | ReadyUser | MissingUser | FailedUser;

/** There is no id yet, or one that is no user. */
export interface IdleUser {
  status: "idle";
  user: null;
  error: null;
  isStale: false;
}

/** The user is being fetched, or about to be. */
export interface LoadingUser {
  status: "loading";
  user: null;
  error: null;
  isStale: false;
}

/** The user was fetched, or is one of an earlier visit. */
export interface ReadyUser {
  status: "ready";
  user: User;
  error: null;
  /**
   * Whether the user is one that an earlier visit has stored (`cache.persist`), and is being
   * fetched.
   */
  isStale: boolean;
}

/** The portal does not know the id, or the caller may not see the user. */
export interface MissingUser {
  status: "missing";
  user: null;
  error: null;
  isStale: false;
}

/** The user could not be fetched: the error of the request, or `INVALID_ID`. */
export interface FailedUser {
  status: "error";
  /**
   * The user as of before a `refresh` that failed, or as of an earlier visit; `null` if the portal
   * refused it.
   */
  user: User | null;
  error: B24Error;
  /** Whether the user is one that an earlier visit has stored. */
  isStale: boolean;
}

/**
 * The state of several users. Each id, once settled, is among `users` or `missing`, or has an error
 * in `errors`.
 */
export interface UsersState {
  /**
   * `idle` without a list of ids, `loading` until all are settled; then `error` if some could not
   * be fetched.
   */
  status: "idle" | "loading" | "ready" | "error";
  /** The fetched users, in the order of their ids, without duplicates. */
  users: User[];
  /** The ids that the portal does not know or the caller may not see. */
  missing: UserId[];
  /**
   * The errors of the others, one for each. `ids` of the error of a failed request are those of the
   * request; they are empty for an entry that is no id, and without a request: `DEADLINE_EXCEEDED`,
   * `TOKEN_UNAVAILABLE`, `CLOSED`.
   */
  errors: B24Error[];
  /** Whether some of the users are ones that an earlier visit has stored. */
  isStale: boolean;
}

/** A way to fetch again. */
export interface Refresh {
  /**
   * Fetches the users again, for all components that show them; the old data stays until the
   * response arrives. The promise never rejects: an error becomes the state's.
   */
  refresh(): Promise<void>;
}
