/** The status of whoever calls. */
export interface Client {
  /**
   * Gets the caller's status; `null` if none was ever set.
   *
   * @throws {B24Error} The error of the request.
   * @see [im.user.status.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-status-get.html)
   *
   * @example
   * ```js
   * if ((await b24.getStatus()) === "dnd") hush();
   * ```
   */
  getStatus(options?: OwnOptions): Promise<UserStatus | null>;

  /**
   * Sets the caller's status. It is sent again if no answer arrives: setting it twice is setting it.
   *
   * @throws {B24Error} `STATUS_ERROR`, before anything is sent, if it is none of the portal's; else the error of the request.
   * @see [im.user.status.set](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-status-set.html)
   *
   * @example
   * ```js
   * await b24.setStatus("dnd");
   * ```
   */
  setStatus(status: "online" | "dnd" | "away" | "break", options?: OwnOptions): Promise<void>;

  /**
   * Tells the portal that the caller is idle. It is sent again if no answer arrives.
   *
   * @param options `minutesAgo`: for how many minutes already, at least 1; the portal takes 10 by default.
   * @throws {B24Error} The error of the request.
   * @see [im.user.status.idle.start](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-status-idle-start.html)
   *
   * @example
   * ```js
   * await b24.startIdle({ minutesAgo: 5 });
   * ```
   */
  startIdle(options?: OwnOptions & { minutesAgo?: number | undefined }): Promise<void>;

  /**
   * Tells the portal that the caller is back. It is sent again if no answer arrives.
   *
   * @throws {B24Error} The error of the request.
   * @see [im.user.status.idle.end](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-status-idle-end.html)
   *
   * @example
   * ```js
   * await b24.endIdle();
   * ```
   */
  endIdle(options?: OwnOptions): Promise<void>;
}

/** A user's own status, as the portal has it. */
export type UserStatus = "online" | "dnd" | "away" | "break" | (string & {});
