import type { UserList } from "../generated/types.gen.js";
import type { PrepareCall, RunCall } from "./call.js";
import type { GetChatUsersOptions, OwnOptions } from "./options.js";
import { toUserList } from "./to-result.js";

/** The members of chats. */
export interface ChatMethods {
  /**
   * Gets the ids of the members of a chat.
   *
   * @param chat `12` or `"chat12"`; `"sg7"` for the chat of workgroup 7, `"crm3"` for the chat of a
   * CRM entity.
   * @returns The ids without duplicates, in the portal's order.
   * @throws {B24Error} `INVALID_CHAT`, before anything is sent, if the argument names no chat
   * (`"12"` does not: portals read it as user 12); `ACCESS_ERROR` if there is no such chat or the
   * caller may not see its members; else the error of the request.
   * @see [im.chat.user.list](https://apidocs.bitrix24.com/api-reference/chats/chat-users/im-chat-user-list.html)
   *
   * @example
   * ```js
   * const ids = await b24.getChatUserIds("chat12");
   * ```
   */
  getChatUserIds(chat: Chat, options?: OwnOptions): Promise<number[]>;

  /**
   * Gets the members of a chat, dismissed users and bots included, with one request if the portal
   * can return all of them at once. The users are cached.
   *
   * @param chat `12` or `"chat12"`; `"sg7"` for the chat of workgroup 7, `"crm3"` for the chat of a
   * CRM entity.
   * @returns The users in the portal's order, and the ids of members that the portal does not know
   * or the caller may not see.
   * @throws {B24Error} `INVALID_CHAT` and `ACCESS_ERROR` as in `getChatUserIds`; the error of the
   * request if nothing could be fetched.
   * @throws {PartialResultError} if only some users could be fetched (unless `partial`); `result`
   * has them. Extranet callers get most members page by page: members that may be on a page that
   * could not be read are in `failed`, not in `missing`.
   * @see [im.chat.user.list](https://apidocs.bitrix24.com/api-reference/chats/chat-users/im-chat-user-list.html)
   * @see [im.dialog.users.list](https://apidocs.bitrix24.com/api-reference/chats/chat-users/im-dialog-users-list.html),
   * for extranet callers
   *
   * @example
   * ```js
   * const { users } = await b24.getChatUsers(12);
   * ```
   */
  getChatUsers(chat: Chat, options?: GetChatUsersOptions): Promise<UserList>;
}

/** A chat: its number, or its dialog id. `isChat` narrows a string of unknown origin to it. */
export type Chat = number | `chat${number}` | `sg${number}` | `crm${number}`;

/**
 * Whether a value is a chat. A dialog id may be a user's instead: `"12"` is the conversation with
 * user 12.
 *
 * @example
 * ```js
 * // `dialogId` is a string, such as the DIALOG_ID of a placement.
 * if (isChat(dialogId)) show(await b24.getChatUsers(dialogId));
 * ```
 */
export function isChat(value: unknown): value is Chat {
  const id =
    typeof value === "string" ? Number(/^(?:chat|sg|crm)([1-9]\d*)$/.exec(value)?.[1]) : value;
  return Number.isSafeInteger(id) && (id as number) > 0;
}

export const chatMethods = (prepare: PrepareCall, run: RunCall): ChatMethods => ({
  async getChatUserIds(chat, options = {}) {
    const checked = prepare("getChatUserIds", options);
    return run(checked, (core, callOptions) => core.getChatUserIds(chat, callOptions));
  },

  async getChatUsers(chat, options = {}) {
    const checked = prepare("getChatUsers", options);
    return toUserList(
      await run(checked, (core, callOptions) => core.getChatUsers(chat, callOptions)),
    );
  },
});
