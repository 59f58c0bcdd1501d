/** A client's methods for the status of whoever calls. */
export const ownStatus = (begin, call) => ({
  async getStatus(options = {}) {
    return call(begin("getStatus", options), (core, told) => core.ask("getStatus", undefined, told));
  },

  async setStatus(status, options = {}) {
    const copy = begin("setStatus", options);
    const text = typeof status === "string" ? status : "";
    await call(copy, (core, told) => core.ask("setStatus", text, told));
  },

  async startIdle(options = {}) {
    const copy = begin("startIdle", options);
    await call(copy, (core, told) => core.ask("startIdle", undefined, told));
  },

  async endIdle(options = {}) {
    await call(begin("endIdle", options), (core, told) => core.ask("endIdle", undefined, told));
  },
});
