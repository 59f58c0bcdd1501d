import { openStore } from "../host/rate-limit-store.js";
import { chats } from "./chats.js";
import { copyCallOptions, copyClientOptions } from "./validate.js";
import { B24Error } from "./errors.js";
import { withHeadStart } from "../host/early-request.js";
import { takeIds } from "./ids.js";
import { watchSignal, within } from "./abort.js";
import { tellListener } from "./safe-callback.js";
import { lists } from "./id-lists.js";
import { MEMORY } from "./client-internals.js";
import { toError } from "./to-result.js";
import { ownStatus } from "./status.js";
import { createPage } from "../host/wasm-host.js";
import { rawCalls } from "./raw-calls.js";
import { tokenSource } from "../auth/token-source.js";
import { users } from "./users.js";
import { warnOfWebhook } from "../auth/webhook-warning.js";

/** `createClient` for a module that `load` loads. */
export function clientFactory(load) {
  // One request alone goes past the portal's limits, however many clients there are.
  let isClaimed = false;
  const claim = () => !isClaimed && (isClaimed = true);
  return (options) => createClient(load, claim, options);
}

// The token stays in closures: no property of a client leads to it.
function createClient(load, claim, given) {
  const options = copyClientOptions(given);
  if (options.auth.webhook) warnOfWebhook();
  const application = weakly(options);
  const world = withHeadStart(tokenSource(application, options.requestTimeoutMs), application, claim);
  let core;
  let module;
  let closed = false;
  const stores = [];

  const open = async () => {
    openStore();
    const loaded = await load();
    // After the end of an instance there is a fresh one, which knows nothing of the old.
    if (module !== loaded) [core, module] = [createCore(loaded, options, application, world), loaded];
    return { core, watch: loaded.watch };
  };

  const living = () => (module?.watch.ended ? undefined : core);

  // What it remembers is not kept until the engine collects it, nor what its last calls bring.
  const forgetIfClosed = () => closed && living()?.invalidate();

  /** Opens it for a call, which may be known to ask for `first`; `head.end` is for when that is over. */
  const enter = async (head, first, rest) => {
    if (first !== undefined && load.takesTime()) {
      head.end = world.expect(first, rest);
      await world.left();
    }
    const opened = await open();
    const settled = first !== undefined && !head.end && world.settled();
    if (settled) await settled;
    return opened;
  };

  /**
   * Does `work(core, told)` within the limits that `options` of a call set, and tells what goes wrong. `first` is what the call is going
   * to ask for before anything else, if that is known: ids, or one.
   */
  const call = async ({ signal, deadlineMs = options.deadlineMs, onProgress, ...rest }, work, first) => {
    const started = Date.now();
    const { cancelled, check, leave } = watchSignal(signal);
    const head = {};
    let stopMourning;
    try {
      check();
      const opened = await within(deadlineMs, cancelled, enter(head, first, rest));
      check();
      const { core, watch } = opened;
      const left = deadlineMs && Math.max(deadlineMs - (Date.now() - started), 1);
      const told = { ...rest, deadlineMs: left, cancelled, progress: progressOf(onProgress) };
      return await new Promise((resolve, reject) => {
        stopMourning = watch.mourn(reject);
        work(core, told).then(resolve, reject);
      });
    } catch (caught) {
      throw toError(caught, signal);
    } finally {
      stopMourning?.();
      head.end?.();
      forgetIfClosed();
      leave();
    }
  };

  /** The checked options of a call that begins. */
  const begin = (name, given) => {
    if (closed) throw B24Error.of("aborted", "CLOSED", "The client is closed");
    return copyCallOptions(name, given);
  };

  const take = (ids) => takeIds(ids, options.limits.maxIds);

  const tellStores = (ids) => stores.forEach((tell) => tell(ids, closed));

  return Object.freeze({
    get ready() {
      const ready = open().then(() => {});
      // Whoever awaits it gets the error; nobody has to.
      ready.catch(() => {});
      return ready;
    },

    ...users(begin, call, take),
    ...ownStatus(begin, call),
    ...chats(begin, call),
    ...lists(begin, call),
    ...rawCalls(begin, call),

    invalidate(ids) {
      const taken = ids === undefined ? undefined : take(ids);
      world.giveUp(taken);
      living()?.invalidate(taken);
      tellStores(taken);
    },

    stats() {
      return living()?.stats() ?? { ...NOTHING };
    },

    close() {
      closed = true;
      forgetIfClosed();
      tellStores();
    },

    [MEMORY]: { ttlMs: options.cache.max === 0 ? 0 : options.cache.ttlMs, watch: (listener) => stores.push(listener) },
  });
}

const NOTHING = { requests: 0, retries: 0, splits: 0, waits: 0, refreshes: 0, cacheHits: 0, shared: 0, cacheSize: 0 };

function createCore({ Client, watch }, options, application, world) {
  const { auth, limits, onEvent, ...settings } = options;
  const page = createPage({ world, application, listening: onEvent !== undefined, mourn: watch.mourn });
  return new Client({ ...settings, limits, webhook: auth.webhook, token: auth.accessToken && auth }, page);
}

/**
 * A reference to `options` that does not keep them. The module has it until the client is collected, and most of an application's functions
 * can reach the client, which would never be collected. A call under way keeps them, by the functions above that wait for it.
 */
function weakly(options) {
  if (typeof WeakRef === "function") return new WeakRef(options);
  return { options, deref: dereference };
}

// Not inside, where the weak one would keep `options` as well: functions made in one place share what any of them uses.
function dereference() {
  return this.options;
}

function progressOf(listener) {
  return (done, total, requests) => {
    if (listener) tellListener(listener, { done, total, requests });
  };
}
