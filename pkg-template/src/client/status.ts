import type { PrepareCall, RunCall } from "./call.js";
import type { OwnOptions } from "./options.js";

/** The caller's own status. */
export interface StatusMethods {
  /**
   * Gets the caller's status; `null` if it was never set.
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
   * Sets the caller's status. Idempotent, so it is retried also when no response arrives.
   *
   * @throws {B24Error} `STATUS_ERROR`, before anything is sent, if the portal has no such status;
   * else the error of the request.
   * @see [im.user.status.set](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-status-set.html)
   *
   * @example
   * ```js
   * await b24.setStatus("dnd");
   * ```
   */
  setStatus(status: "online" | "dnd" | "away" | "break", options?: OwnOptions): Promise<void>;

  /**
   * Marks the caller as idle. Retried also when no response arrives.
   *
   * @param options `minutesAgo`: minutes since the caller became idle, at least 1; the portal's
   * default is 10.
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
   * Marks the caller as no longer idle. Retried also when no response arrives.
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

/** The caller's own status, in the portal's words. */
export type UserStatus = "online" | "dnd" | "away" | "break" | (string & {});

export const statusMethods = (prepare: PrepareCall, run: RunCall): StatusMethods => ({
  async getStatus(options = {}) {
    const checked = prepare("getStatus", options);
    return run(checked, (core, callOptions) => core.getStatus(callOptions));
  },

  async setStatus(status, options = {}) {
    const checked = prepare("setStatus", options);
    // The module rejects an empty status.
    const text = typeof status === "string" ? status : "";
    await run(checked, (core, callOptions) => core.setStatus(text, callOptions));
  },

  async startIdle(options = {}) {
    const checked = prepare("startIdle", options);
    await run(checked, (core, callOptions) => core.startIdle(callOptions));
  },

  async endIdle(options = {}) {
    const checked = prepare("endIdle", options);
    await run(checked, (core, callOptions) => core.endIdle(callOptions));
  },
});
