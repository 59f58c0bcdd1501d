import { openStore } from "./bucket.js";
import { copyCallOptions, copyClientOptions } from "./checks.js";
import { B24Error } from "./errors.js";
import { takeIds } from "./ids.js";
import { watch, within } from "./limits.js";
import { toError, toUserList } from "./outcome.js";
import { createPage } from "./page.js";

/** `createClient` for a module that `load` loads. */
export function clientFactory(load) {
  return (options) => createClient(load, options);
}

// The token stays in closures: no property of a client leads to it.
function createClient(load, given) {
  const options = copyClientOptions(given);
  let core;
  let closed = false;

  const open = async () => {
    openStore();
    const { Client } = await load();
    return (core ??= createCore(Client, options));
  };

  /** Does `work(core, told)` within the limits that `options` of a call set, and tells what goes wrong. */
  const call = async ({ signal, deadlineMs = options.deadlineMs, onProgress, ...rest }, work) => {
    const started = Date.now();
    const { cancelled, check, leave } = watch(signal);
    let mourn;
    let mourners;
    try {
      const core = await within(deadlineMs, cancelled ? Promise.race([open(), cancelled]) : open());
      check();
      ({ mourners } = await load());
      const left = deadlineMs && Math.max(deadlineMs - (Date.now() - started), 1);
      const told = { ...rest, deadlineMs: left, cancelled, progress: progressOf(onProgress) };
      return await new Promise((resolve, reject) => {
        mourners.add((mourn = reject));
        work(core, told).then(resolve, reject);
      });
    } catch (caught) {
      // A module that has stopped working is not asked again.
      if (caught?.code === "PANIC") core = undefined;
      throw toError(caught, signal);
    } finally {
      mourners?.delete(mourn);
      leave();
    }
  };

  const refuseIfClosed = () => {
    if (closed) throw B24Error.of("aborted", "CLOSED", "The client is closed");
  };

  return Object.freeze({
    get ready() {
      const ready = open().then(() => {});
      // Whoever awaits it gets the error; nobody has to.
      ready.catch(() => {});
      return ready;
    },

    async getUsers(ids, options = {}) {
      refuseIfClosed();
      const copy = copyCallOptions("getUsers", options);
      const entries = takeIds(ids);
      return toUserList(await call(copy, (core, told) => core.getUsers(entries, told)));
    },

    streamUsers(ids, options = {}) {
      refuseIfClosed();
      const copy = copyCallOptions("streamUsers", options);
      return stream(call, copy, takeIds(ids));
    },

    async loadUser(id, options = {}) {
      refuseIfClosed();
      return call(copyCallOptions("loadUser", options), (core, told) => core.loadUser(id, told));
    },

    async getUser(id, options = {}) {
      refuseIfClosed();
      // Without an id the portal would give the caller.
      return call(copyCallOptions("getUser", options), (core, told) => core.getUser([id], told));
    },

    async getCurrentUser(options = {}) {
      refuseIfClosed();
      return call(copyCallOptions("getCurrentUser", options), (core, told) => core.getUser(undefined, told));
    },

    async getStatus(options = {}) {
      refuseIfClosed();
      return call(copyCallOptions("getStatus", options), (core, told) => core.getStatus(told));
    },

    async setStatus(status, options = {}) {
      refuseIfClosed();
      const copy = copyCallOptions("setStatus", options);
      const text = typeof status === "string" ? status : "";
      await call(copy, (core, told) => core.setStatus(text, told));
    },

    async startIdle(options = {}) {
      refuseIfClosed();
      const copy = copyCallOptions("startIdle", options);
      await call(copy, (core, told) => core.startIdle(copy.minutesAgo, told));
    },

    async endIdle(options = {}) {
      refuseIfClosed();
      await call(copyCallOptions("endIdle", options), (core, told) => core.endIdle(told));
    },

    invalidate(ids) {
      core?.invalidate(ids === undefined ? undefined : takeIds(ids));
    },

    stats() {
      return core?.stats() ?? { ...NOTHING };
    },

    close() {
      closed = true;
    },
  });
}

const NOTHING = { requests: 0, retries: 0, splits: 0, waits: 0, refreshes: 0, cacheHits: 0, shared: 0, cacheSize: 0 };

function createCore(Client, { auth, ...options }) {
  const token = auth.accessToken && auth;
  const page = createPage({ fetch: options.fetch, getToken: auth.getToken, onEvent: options.onEvent });
  return new Client({ ...options, webhook: auth.webhook, token }, page);
}

function progressOf(listener) {
  return (done, total, requests) => {
    try {
      listener?.({ done, total, requests });
    } catch {
      // A listener that throws breaks nothing.
    }
  };
}

/** Users as they arrive. Leaving the loop ends what is under way. */
async function* stream(call, options, entries) {
  const { signal } = options;
  let users;
  try {
    users = await call(options, async (core, told) => core.streamUsers(entries, told));
    for (;;) {
      // The module minds the deadline of the whole; the signal is minded part by part.
      const part = await call({ signal, deadlineMs: Infinity }, (_core, told) => users.next(told));
      if (part === null) return;
      yield part;
    }
  } finally {
    users?.stop();
  }
}
