import { toUserList } from "./to-result.js";

/** A client's methods for the people of a chat. */
export const chats = (begin, call) => ({
  async getChatUserIds(chat, options = {}) {
    return call(begin("getChatUserIds", options), (core, told) => core.getChatUserIds(chat, told));
  },

  async getChatUsers(chat, options = {}) {
    const copy = begin("getChatUsers", options);
    return toUserList(await call(copy, (core, told) => core.getChatUsers(chat, told)));
  },
});
