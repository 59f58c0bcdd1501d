/** The people of a chat. */
export interface Client {
  /**
   * Gets the ids of a chat's people.
   *
   * @param chat `12` or `"chat12"`; `"sg7"` for the chat of workgroup 7, `"crm3"` for that of an entity of the CRM.
   * @returns Each id once, in the portal's order.
   * @throws {B24Error} `INVALID_CHAT`, before anything is sent, if it names no chat (`"12"` does not: portals take that for user 12);
   * `ACCESS_ERROR` if there is no such chat or the caller may not see who is in it; else the error of the request.
   * @see [im.chat.user.list](https://apidocs.bitrix24.com/api-reference/chats/chat-users/im-chat-user-list.html)
   *
   * @example
   * ```js
   * const ids = await b24.getChatUserIds("chat12");
   * ```
   */
  getChatUserIds(chat: Chat, options?: OwnOptions): Promise<number[]>;

  /**
   * Gets a chat's people, dismissed ones and bots included, in one request if the portal can tell of all at once. They join the cache.
   *
   * @param chat `12` or `"chat12"`; `"sg7"` for the chat of workgroup 7, `"crm3"` for that of an entity of the CRM.
   * @returns The users in the portal's order, and the ids of those in the chat whom it does not know or the caller may not see.
   * @throws {B24Error} `INVALID_CHAT` and `ACCESS_ERROR` as of `getChatUserIds`; the error of the request if nothing could be fetched.
   * @throws {PartialResultError} if only some could be fetched (unless `partial`); what arrived is in its `result`. Extranet callers get
   * most people from pages: who might be on one that could not be read is in `failed`, not in `missing`.
   * @see [im.chat.user.list](https://apidocs.bitrix24.com/api-reference/chats/chat-users/im-chat-user-list.html)
   * @see [im.dialog.users.list](https://apidocs.bitrix24.com/api-reference/chats/chat-users/im-dialog-users-list.html), which extranet
   * callers need
   *
   * @example
   * ```js
   * const { users } = await b24.getChatUsers(12);
   * ```
   */
  getChatUsers(chat: Chat, options?: GetChatUsersOptions): Promise<UserList>;
}

/** A chat: its number, or its name as a dialog. */
export type Chat = number | `chat${number}` | `sg${number}` | `crm${number}`;

/** What `getChatUsers` is told. */
export type GetChatUsersOptions = Omit<GetUsersOptions, "invalid">;
