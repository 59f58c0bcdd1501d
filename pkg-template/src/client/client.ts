import { createTokenSource } from "../auth/token-source.js";
import { warnOfWebhook } from "../auth/webhook-warning.js";
import type { CallOptionsData, Client as Core, UserStoreApi } from "../generated/bindings.js";
import type { Stats } from "../generated/types.gen.js";
import { createEarlyRequest, type EarlyRequest } from "../host/early-request.js";
import { createHost } from "../host/wasm-host.js";
import type { LoadedModule, Loader } from "../runtime/loader.js";
import { observeSignal, withTimeout } from "./abort.js";
import type { PrepareCall, RunCall } from "./call.js";
import { type ChatMethods, chatMethods } from "./chats.js";
import {
  CLIENT_INTERNALS,
  type ClientInternals,
  type EvictionListener,
} from "./client-internals.js";
import { createError } from "../shared/errors.js";
import { type IdListMethods, idListMethods } from "./id-lists.js";
import { copyIds } from "./ids.js";
import type { ClientOptions, GetUsersOptions } from "./options.js";
import type { OpenablePersistentCache } from "./persistent-cache.js";
import { type RawCallMethods, rawCallMethods } from "./raw-calls.js";
import { callSafely } from "../shared/safe-callback.js";
import { type StatusMethods, statusMethods } from "./status.js";
import { toError } from "./to-result.js";
import { type UserMethods, userMethods } from "./users.js";
import {
  type AnyCallOptions,
  type CheckedClientOptions,
  copyCallOptions,
  copyClientOptions,
} from "./validate-options.js";
import { type Ref, weakRefTo } from "../shared/weak-ref.js";

/** A client of one portal. */
export interface Client
  extends UserMethods,
    StatusMethods,
    ChatMethods,
    IdListMethods,
    RawCallMethods {
  /**
   * Resolves when the WebAssembly module is loaded. Reading it starts the loading ahead of the
   * first call. Optional; its rejection need not be handled.
   */
  readonly ready: Promise<void>;

  /**
   * Evicts these users, or all of them, from the cache, so that the next call fetches them. Other
   * users are not affected. Components that show an evicted user (`b24-users/react`, `/vue`,
   * `/element`), or failed to load it, fetch it at once, and show the old data until the response
   * arrives. So without ids, everything that failed is retried, in one request for all components.
   *
   * @example
   * ```js
   * b24.invalidate([4]);
   * // When the network is back:
   * addEventListener("online", () => b24.invalidate());
   * ```
   */
  invalidate(ids?: Iterable<number | string> & object): void;

  /** The client's counters since it was created. */
  stats(): Stats;

  /**
   * Evicts all users and rejects later calls with `CLOSED`. Calls in flight continue, and
   * components keep showing their data.
   */
  close(): void;
}

/** A call's use of the early request. */
interface EarlyUse {
  /** Ends the use; absent if the call does not use it. */
  release?: (() => void) | undefined;
}

/** Creates `createClient` for a module that `load` loads. */
export function clientFactory(load: Loader): (options: ClientOptions) => Client {
  // An early request bypasses the rate limit, so a page sends one at most.
  let isAcquired = false;
  const acquire = () => {
    if (isAcquired) return false;
    isAcquired = true;
    return true;
  };
  return (options) => createClient(load, acquire, options);
}

// The token stays in closures: no property of a client leads to it.
function createClient(load: Loader, acquire: () => boolean, input: ClientOptions): Client {
  const options = copyClientOptions(input);
  if (options.auth.webhook) warnOfWebhook();
  // Weak: the module retains its host, the application's functions often refer to the client, and
  // such a cycle is never collected. Pending calls retain the options, by `run`.
  const optionsRef = weakRefTo(options);
  const tokenSource = createTokenSource(optionsRef, options.requestTimeoutMs);
  const persist = options.cache.persist as OpenablePersistentCache | undefined;
  const session = persist?.open({ options, getToken: tokenSource });
  const getToken = session?.getToken ?? tokenSource;
  const earlyRequest = createEarlyRequest(getToken, optionsRef, acquire);
  let core: Core | undefined;
  let module: LoadedModule | undefined;
  let isClosed = false;
  const evictionListeners: EvictionListener[] = [];

  const open = async () => {
    // Loading keeps the main thread busy, so stored users are shown first.
    await session?.settled();
    const loaded = await load();
    // After a trap, the new instance needs a new core.
    if (!core || module !== loaded) {
      core = createCore(loaded, options, optionsRef, earlyRequest, session?.store);
      module = loaded;
    }
    return { core, guard: loaded.guard };
  };

  const activeCore = () => (module?.guard.isPoisoned ? undefined : core);

  // Frees the cache before the client is collected, and what its last calls add to it.
  const clearIfClosed = () => {
    if (isClosed) activeCore()?.invalidate();
  };

  /** Opens the module for a call, which `early` lets share the early request. */
  const openForCall = async (early: EarlyUse, expected: unknown, callOptions: AnyCallOptions) => {
    const isStored = session && (await session.ready(callOptions, expected));
    if (!isStored && expected !== undefined && load.isCold()) {
      early.release = earlyRequest.tryStart(expected, callOptions);
      await earlyRequest.dispatched();
    }
    const opened = await open();
    const done = expected !== undefined && !early.release && earlyRequest.done();
    if (done) await done;
    return opened;
  };

  const run: RunCall = async (callOptions, work, expected) => {
    const { signal, onProgress, ...rest } = callOptions;
    const { deadlineMs = options.deadlineMs } = rest;
    const hasTime = deadlineMs === undefined || deadlineMs > 0;
    const startedAt = Date.now();
    const { aborted, throwIfAborted, dispose } = observeSignal(signal);
    const early: EarlyUse = {};
    let stopListening: (() => void) | undefined;
    try {
      throwIfAborted();
      const opened = await withTimeout(
        hasTime ? openForCall(early, expected, rest) : open(),
        deadlineMs,
        aborted,
      );
      throwIfAborted();
      // Only an aborted call has no result.
      const { core, guard } = opened!;
      const data: CallOptionsData = {
        ...rest,
        elapsedMs: Date.now() - startedAt,
        aborted,
        progress: progressReporter(onProgress),
      };
      return await new Promise((resolve, reject) => {
        stopListening = guard.onTrap(reject);
        work(core, data).then(resolve, reject);
      });
    } catch (caught) {
      throw toError(caught, signal);
    } finally {
      stopListening?.();
      early.release?.();
      session?.save();
      clearIfClosed();
      dispose();
    }
  };

  const prepare: PrepareCall = (method, callOptions) => {
    if (isClosed) throw createError("aborted", "CLOSED", "The client is closed");
    return copyCallOptions(method, callOptions);
  };

  const readIds = (ids: unknown) => copyIds(ids, options.limits.maxIds);

  const notifyStores = (ids?: readonly unknown[]) => {
    for (const listener of evictionListeners) listener(ids, isClosed);
  };

  const client: Client & { [CLIENT_INTERNALS]: ClientInternals } = {
    get ready() {
      const ready = open().then(() => {});
      // Its rejection need not be handled.
      ready.catch(() => {});
      return ready;
    },

    ...userMethods(prepare, run, readIds),
    ...statusMethods(prepare, run),
    ...chatMethods(prepare, run),
    ...idListMethods(prepare, run),
    ...rawCallMethods(prepare, run),

    invalidate(ids) {
      const entries = ids === undefined ? undefined : readIds(ids);
      earlyRequest.cancel(entries);
      session?.clear(entries);
      activeCore()?.invalidate(entries);
      notifyStores(entries);
    },

    stats() {
      return activeCore()?.stats() ?? { ...NO_STATS };
    },

    close() {
      isClosed = true;
      session?.close();
      clearIfClosed();
      notifyStores();
    },

    [CLIENT_INTERNALS]: {
      ttlMs: options.cache.max === 0 ? 0 : options.cache.ttlMs,
      stored: session,
      onEvict: (listener) => void evictionListeners.push(listener),
    },
  };
  return Object.freeze(client);
}

/** Reports progress to a listener. Refers to nothing else: the module may hold it for long. */
function progressReporter(listener: GetUsersOptions["onProgress"]): CallOptionsData["progress"] {
  return (done, total, requests) => callSafely(listener, { done, total, requests });
}

const NO_STATS: Stats = {
  requests: 0,
  retries: 0,
  splits: 0,
  waits: 0,
  refreshes: 0,
  cacheHits: 0,
  shared: 0,
  cacheSize: 0,
};

function createCore(
  { Client, guard }: LoadedModule,
  options: CheckedClientOptions,
  optionsRef: Ref<CheckedClientOptions>,
  earlyRequest: EarlyRequest,
  store: UserStoreApi | undefined,
): Core {
  const { auth, onEvent, ...settings } = options;
  const { accessToken, expiresAt, portal, webhook } = auth;
  const token = accessToken === undefined ? undefined : { accessToken, expiresAt, portal };
  const host = createHost(earlyRequest, optionsRef, guard.onTrap, store);
  return new Client({ ...settings, webhook, token }, host);
}
