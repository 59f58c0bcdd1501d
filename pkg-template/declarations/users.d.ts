/** Users by their ids. */
export interface Client {
  /**
   * Gets users by their ids.
   *
   * @param ids Numbers, or strings of digits; any iterable. Each user is asked for once.
   * @returns The users in the order first asked for, and the ids that the portal does not know or the caller may not see.
   * @throws {B24Error} `INVALID_ID`, before anything is sent, if an entry is not a user id (unless `invalid` is `"report"`); the
   * error of the request if nothing could be fetched.
   * @throws {PartialResultError} if only some could be fetched (unless `partial`); what arrived is in its `result`.
   * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
   *
   * @example
   * ```js
   * const { users, missing } = await b24.getUsers([4, "5", 999]);
   * for (const user of users) console.log(user.id, user.name, user.phones?.workPhone ?? "no phone");
   * ```
   */
  getUsers(ids: Iterable<number | string> & object, options?: GetUsersOptions): Promise<UserList>;

  /**
   * Gets users by their ids as they arrive, the first ones soon. No more is asked for than is taken, and leaving the loop, or
   * `return()` at any time, ends what is under way.
   *
   * A part has up to 500 users, in the portal's order: they are read and given while the rest of their answer is still arriving. Who is missing is told by the end of an answer. What has been given stays given: if the answer then breaks off, or turns
   * out to be an error, only the other ids are asked for again. Each id comes once; should a portal send a user twice, it is the first
   * record that counts, unlike in `getUsers`. Between parts the page has its turn, in hidden tabs, too.
   *
   * @param ids Numbers, or strings of digits; any iterable. Each user is asked for once.
   * @throws {B24Error} `INVALID_ID`, before anything is sent, if an entry is not a user id (unless `invalid` is `"report"`; they are
   * left out then).
   * @throws {PartialResultError} at the end, if some users could not be fetched; those that arrived have been handed over.
   * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
   *
   * @example
   * ```js
   * for await (const { users } of b24.streamUsers(ids)) users.forEach(show);
   * ```
   */
  streamUsers(ids: Iterable<number | string> & object, options?: StreamUsersOptions): AsyncGenerator<UserChunk, void, undefined>;

  /**
   * Gets one user; calls of the same tick, and of all components, become one request.
   *
   * @param id A number, or a string of digits.
   * @returns The user, or `null` if the portal does not know the id or the caller may not see it.
   * @throws {B24Error} `INVALID_ID` if it is not a user id; else the error of the request.
   * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
   *
   * @example
   * ```js
   * const user = await b24.loadUser(task.responsibleId);
   * ```
   */
  loadUser(id: number | string, options?: LoadUserOptions): Promise<User | null>;

  /**
   * Gets one user by its own request, with what lists leave out: `desktopLastDate`.
   *
   * @param id A number, or a string of digits. Nothing else: without an id the portal would give the caller.
   * @throws {B24Error} `INVALID_ID` if it is not a user id; `USER_NOT_EXISTS`; `ACCESS_DENIED` for who may not see the user; else the
   * error of the request.
   * @see [im.user.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-get.html)
   *
   * @example
   * ```js
   * const { desktopLastDate } = await b24.getUser(4);
   * ```
   */
  getUser(id: number | string, options?: GetUserOptions): Promise<User>;

  /**
   * Gets the user whose token or webhook it is.
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
