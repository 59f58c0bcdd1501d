import type { User, UserChunk, UserList } from "../generated/types.gen.js";
import type { PrepareCall, RunCall } from "./call.js";
import type {
  GetUserOptions,
  GetUsersOptions,
  LoadUserOptions,
  StreamUsersOptions,
} from "./options.js";
import { streamChunks } from "./stream.js";
import { toUserList } from "./to-result.js";

/** Users by their ids. */
export interface UserMethods {
  /**
   * Gets users by their ids.
   *
   * @param ids Numbers or strings of digits, in any iterable. Duplicates are fetched once.
   * @returns The users in the order of the ids, and the ids that the portal does not know or the
   * caller may not see.
   * @throws {B24Error} `INVALID_ID`, before anything is sent, if an entry is not a user id (unless
   * `invalid` is `"report"`); the error of the request if nothing could be fetched.
   * @throws {PartialResultError} if only some users could be fetched (unless `partial`); `result`
   * has them.
   * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
   *
   * @example
   * ```js
   * const { users, missing } = await b24.getUsers([4, "5", 999]);
   * for (const user of users) console.log(user.id, user.name, user.phones?.workPhone);
   * ```
   */
  getUsers(ids: Iterable<number | string> & object, options?: GetUsersOptions): Promise<UserList>;

  /**
   * Streams users by their ids as they arrive, after a small first request. Requests are sent only
   * as chunks are consumed (back-pressure), and leaving the loop, or `return()` at any time, aborts
   * those in flight.
   *
   * A chunk has up to 500 users, in the portal's order, read while the rest of their response is
   * arriving. Missing ids are known only at the end of a response. Chunks are final: if a response
   * breaks off later, or turns out to be an error, only the remaining ids are fetched again. Each
   * id comes once; if a portal sends a user twice, the first record counts, unlike in `getUsers`.
   * Between chunks, control returns to the event loop, in hidden tabs as well.
   *
   * @param ids Numbers or strings of digits, in any iterable. Duplicates are fetched once.
   * @throws {B24Error} `INVALID_ID`, before anything is sent, if an entry is not a user id (unless
   * `invalid` is `"report"`, which skips it).
   * @throws {PartialResultError} at the end, if some users could not be fetched; the others have
   * been yielded.
   * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
   *
   * @example
   * ```js
   * for await (const { users } of b24.streamUsers(ids)) users.forEach(show);
   * ```
   */
  streamUsers(
    ids: Iterable<number | string> & object,
    options?: StreamUsersOptions,
  ): AsyncGenerator<UserChunk, void, undefined>;

  /**
   * Loads one user. The calls of one tick, from all components, are coalesced into one request.
   *
   * @param id A number or a string of digits.
   * @returns The user; `null` if the portal does not know the id or the caller may not see the
   * user.
   * @throws {B24Error} `INVALID_ID` if the argument is not a user id; else the error of the
   * request.
   * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
   *
   * @example
   * ```js
   * const user = await b24.loadUser(task.responsibleId);
   * ```
   */
  loadUser(id: number | string, options?: LoadUserOptions): Promise<User | null>;

  /**
   * Gets one user with a request of its own, including `desktopLastDate`, which lists omit.
   *
   * @param id A number or a string of digits. Required: without an id, the portal would return the
   * caller.
   * @throws {B24Error} `INVALID_ID` if the argument is not a user id; `USER_NOT_EXISTS`;
   * `ACCESS_DENIED` if the caller may not see the user; else the error of the request.
   * @see [im.user.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-get.html)
   *
   * @example
   * ```js
   * const { desktopLastDate } = await b24.getUser(4);
   * ```
   */
  getUser(id: number | string, options?: GetUserOptions): Promise<User>;

  /**
   * Gets the user who owns the token or webhook.
   *
   * @throws {B24Error} The error of the request.
   * @see [im.user.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-get.html)
   *
   * @example
   * ```js
   * const me = await b24.getCurrentUser();
   * ```
   */
  getCurrentUser(options?: GetUserOptions): Promise<User>;
}

/** `readIds` copies the caller's ids. */
export const userMethods = (
  prepare: PrepareCall,
  run: RunCall,
  readIds: (ids: unknown) => unknown[],
): UserMethods => ({
  async getUsers(ids, options = {}) {
    const checked = prepare("getUsers", options);
    const entries = readIds(ids);
    return toUserList(
      await run(checked, (core, callOptions) => core.getUsers(entries, callOptions), entries),
    );
  },

  streamUsers(ids, options = {}) {
    const checked = prepare("streamUsers", options);
    const entries = readIds(ids);
    return streamChunks(
      run,
      checked,
      (core, callOptions) => core.streamUsers(entries, callOptions),
      entries,
    );
  },

  async loadUser(id, options = {}) {
    const checked = prepare("loadUser", options);
    // The early request would take a list for a list of ids.
    const expected = typeof id === "object" ? undefined : id;
    return run(checked, (core, callOptions) => core.loadUser(id, callOptions), expected);
  },

  async getUser(id, options = {}) {
    const checked = prepare("getUser", options);
    return run(checked, (core, callOptions) => core.getUser(id, callOptions));
  },

  async getCurrentUser(options = {}) {
    const checked = prepare("getCurrentUser", options);
    return run(checked, (core, callOptions) => core.getCurrentUser(callOptions));
  },
});
