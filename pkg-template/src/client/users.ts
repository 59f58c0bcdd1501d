import { toUserList } from "./to-result.js";
import { stream } from "./stream.js";

/** A client's methods for users by their ids, which `take` takes from the caller. */
export const users = (begin, call, take) => ({
  async getUsers(ids, options = {}) {
    const copy = begin("getUsers", options);
    const entries = take(ids);
    return toUserList(await call(copy, (core, told) => core.getUsers(entries, told), entries));
  },

  streamUsers(ids, options = {}) {
    const copy = begin("streamUsers", options);
    const entries = take(ids);
    return stream(call, copy, (core, told) => core.streamUsers(entries, told), entries);
  },

  async loadUser(id, options = {}) {
    return call(begin("loadUser", options), (core, told) => core.loadUser(id, told), id);
  },

  async getUser(id, options = {}) {
    return call(begin("getUser", options), (core, told) => core.getUser(id, told));
  },

  async getCurrentUser(options = {}) {
    return call(begin("getCurrentUser", options), (core, told) => core.getCurrentUser(told));
  },
});
