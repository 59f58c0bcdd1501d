/** A client's methods for the status of whoever calls. */
export const ownStatus = (begin, call) => ({
  async getStatus(options = {}) {
    return call(begin("getStatus", options), (core, told) => core.getStatus(told));
  },

  async setStatus(status, options = {}) {
    const copy = begin("setStatus", options);
    const text = typeof status === "string" ? status : "";
    await call(copy, (core, told) => core.setStatus(text, told));
  },

  async startIdle(options = {}) {
    const copy = begin("startIdle", options);
    await call(copy, (core, told) => core.startIdle(told));
  },

  async endIdle(options = {}) {
    await call(begin("endIdle", options), (core, told) => core.endIdle(told));
  },
});
