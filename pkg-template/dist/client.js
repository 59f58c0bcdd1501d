import { checkClientOptions, checkGetUsersOptions } from "./checks.js";
import { B24Error } from "./errors.js";
import { takeIds } from "./ids.js";
import { toError, toUserList } from "./outcome.js";
import { requestInit } from "./request.js";

/** `createClient` for a module that `load` loads. */
export function clientFactory(load) {
  return (options) => createClient(load, options);
}

// The token stays in closures: no property of a client leads to it.
function createClient(load, options) {
  checkClientOptions(options);
  const settings = toSettings(options);
  let core;
  let closed = false;

  const open = async () => {
    const Client = await load();
    return (core ??= new Client(settings()));
  };

  const call = async (signal, work) => {
    try {
      if (closed) throw B24Error.of("aborted", "CLOSED", "The client is closed");
      return await work(await open());
    } catch (caught) {
      throw toError(caught, signal);
    }
  };

  return Object.freeze({
    get ready() {
      const ready = open().then(() => {});
      // Whoever awaits it gets the error; nobody has to.
      ready.catch(() => {});
      return ready;
    },

    async getUsers(ids, options = {}) {
      checkGetUsersOptions(options);
      const entries = takeIds(ids);
      const { signal, deadlineMs, invalid, partial, avatarHr } = options;
      const told = { signal, deadlineMs, invalid, partial, avatarHr };
      return toUserList(await call(signal, (core) => core.getUsers(entries, told)));
    },

    close() {
      closed = true;
    },
  });
}

/** What the module wants to know, as a function: copied now, completed at first use. */
function toSettings({ auth, portal, limits, requestTimeoutMs, invalid, fetch: given }) {
  const { webhook, getToken, ...token } = typeof auth === "string" ? { accessToken: auth } : auth;
  const plain = { portal, limits: { ...limits }, requestTimeoutMs, invalid, webhook };
  return () => ({
    ...plain,
    token: token.accessToken && token,
    getToken: getToken && ((request) => auth.getToken(request)),
    // The global one is looked up at each request, for those who replace it.
    fetch: given ?? ((url, init) => fetch(url, init)),
    requestInit: requestInit(),
  });
}
