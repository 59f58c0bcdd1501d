// The state of users by their ids, and the subscribers to it. There is one store per client, so
// that all components that show a user show the same state, and so that React finds it again after
// it has discarded a component that suspended.
import { CLIENT_INTERNALS, type ClientInternals } from "../client/client-internals.js";
import type { B24Error } from "../shared/errors.js";
import type { StoredUsers } from "../client/persistent-cache.js";
import type { User, UserId } from "../generated/types.gen.js";
import type {
  InitialUsers,
  MaybeId,
  Refresh,
  UserSource,
  UserState,
  UsersState,
} from "./user-state.js";

/** A view of some users, without duplicates. */
export interface UserView extends Refresh {
  readonly entries: readonly UserEntry[];
  /** Whether there is no list of ids yet. */
  readonly isIdle: boolean;
  /** Loads the users that are not loaded. Returns a promise of them, if there are any. */
  load(): Promise<unknown> | undefined;
  /**
   * The states of the users: the same array until one changes.
   *
   * @param isInitial Whether to return the initial data in place of later states.
   */
  getSnapshot(isInitial?: boolean): readonly UserState[];
  /**
   * Calls `listener` after changes, once for all changes of a tick. Returns a function that ends
   * the subscription.
   */
  subscribe(listener: () => void): () => void;
}

/** Creates a view of some users; `null` or `undefined` entries are ignored. */
export type ViewFactory = (ids: Iterable<MaybeId> | null | undefined) => UserView;

/** One user in the store. */
interface UserEntry {
  readonly id: MaybeId;
  /** Whether a component uses the entry or may still request it. */
  isActive(): boolean;
  getSnapshot(isInitial?: boolean): UserState;
  setInitialData(state: UserState): void;
  /** Whether there is a state to show. */
  isLoaded(): boolean;
  /** Resolves when the stored users are read; `undefined` if the client stores none. */
  whenRead(): Promise<unknown> | undefined;
  /** Loads the user unless it is loaded and not stale. */
  load(): Promise<void> | undefined;
  refresh(): Promise<void>;
  /** Reloads an evicted user. A closed client loads nothing more. */
  invalidate(isClosed: boolean): void;
  subscribe(listener: () => void): () => void;
}

interface UserStore {
  readonly entries: Map<string, UserEntry>;
  /** Returns the entry of an id, new or old. */
  entryOf(id: MaybeId): UserEntry;
  /** Initial data that the store already has. */
  readonly hydrated: WeakSet<InitialUsers>;
}

type TrackActivity = (entry: UserEntry, isObserved: boolean) => void;

/** Maximum age of a state that is shown without a new load. The client has a cache of its own. */
const STALE_TIME_MS = 60_000;
/** Maximum number of entries without subscribers. */
const MAX_INACTIVE = 1000;

const stores = /* @__PURE__ */ new WeakMap<UserSource, UserStore>();

const createState = (
  status: string,
  user: User | null = null,
  error: unknown = null,
  isStale = false,
) => ({ status, user, error, isStale }) as UserState;
const IDLE = /* @__PURE__ */ createState("idle");
const LOADING = /* @__PURE__ */ createState("loading");
const MISSING = /* @__PURE__ */ createState("missing");
const loadedState = (user: User | null) => (user ? createState("ready", user) : MISSING);

// "4" and 4 are one user. Invalid ids are for the client to reject, and must not share an entry
// with a valid one: an array of one id and a bigint have the same text as that id.
const keyOf = (id: unknown): string =>
  typeof id === "object" ? "" : typeof id === "bigint" ? `${id}n` : String(id);

/** Whether the portal's response to a request was that its caller may not have the user. */
const isRefusal = ({ kind, status }: B24Error): boolean =>
  kind === "access" || (kind === "auth" && status !== null);

/** The state after an error. The old user remains, unless the portal refused it. */
const failedState = ({ user, isStale }: UserState, error: B24Error): UserState =>
  isRefusal(error) ? createState("error", null, error) : createState("error", user, error, isStale);

/** Whether an id is absent. In Bitrix24's data, 0 and an empty text are. */
const isAbsent = (id: unknown): boolean => id == null || id === 0 || id === "0" || id === "";

/** A text that is the same for the same ids. */
export function serializeIds(ids: Iterable<MaybeId> | null | undefined): string {
  return JSON.stringify(ids && Array.from(ids, (id) => (isAbsent(id) ? null : keyOf(id))));
}

/**
 * Returns the views of a client's users.
 *
 * @param initial Users that a server has fetched. The same object is applied once.
 */
export function getViewFactory(
  client: UserSource,
  initial: InitialUsers | null | undefined,
): ViewFactory {
  const { entryOf, hydrated } = storeOf(client);
  if (initial && !hydrated.has(initial)) {
    hydrated.add(initial);
    for (const user of initial.users) entryOf(user.id).setInitialData(loadedState(user));
    for (const id of initial.missing) entryOf(id).setInitialData(MISSING);
  }
  const entriesOf = (ids: Iterable<MaybeId> | null | undefined) =>
    new Set(Array.from(ids ?? []).flatMap((id) => (isAbsent(id) ? [] : entryOf(id))));
  return (ids) => createView([...entriesOf(ids)], ids == null);
}

/**
 * The users that the components of a client have loaded so far, as plain data for the `initial`
 * users of a page. A server that renders needs a client per request, as it has a token per request.
 *
 * @example
 * ```js
 * const markup = await renderToString(app);
 * // All text is raw: "<" must not end the script.
 * const users = JSON.stringify(dehydrate(b24)).replaceAll("<", "\\u003c");
 * ```
 */
export function dehydrate(client: UserSource): InitialUsers {
  const entries = [...storeOf(client).entries.values()];
  const states = entries.map((entry) => entry.getSnapshot());
  const { users, missing } = toUsersState(states, { entries });
  return { users, missing };
}

function storeOf(client: UserSource): UserStore {
  const existing = stores.get(client);
  if (existing) return existing;
  const store = createStore(client);
  stores.set(client, store);
  return store;
}

function createStore(client: UserSource): UserStore {
  const entries = new Map<string, UserEntry>();
  // The oldest first.
  const inactive = new Set<UserEntry>();
  // A stand-in for a client has no internals.
  const { [CLIENT_INTERNALS]: internals } = client as { [CLIENT_INTERNALS]?: ClientInternals };
  const maxAgeMs = Math.min(internals?.ttlMs ?? STALE_TIME_MS, STALE_TIME_MS);

  /** Records that an entry has gained or lost subscribers, and evicts the oldest inactive ones. */
  const trackActivity: TrackActivity = (entry, isObserved) => {
    const key = keyOf(entry.id);
    // A view may have an entry that was evicted.
    if (!entries.has(key)) entries.set(key, entry);
    inactive.delete(entry);
    if (!isObserved) inactive.add(entry);
    for (const oldest of inactive) {
      if (inactive.size <= MAX_INACTIVE || oldest.isActive()) break;
      inactive.delete(oldest);
      const oldestKey = keyOf(oldest.id);
      if (entries.get(oldestKey) === oldest) entries.delete(oldestKey);
    }
  };

  const entryOf = (id: MaybeId) => {
    const key = keyOf(id);
    const existing = entries.get(key);
    if (existing) return existing;
    const entry = createEntry(client, id, trackActivity, maxAgeMs, internals?.stored);
    entries.set(key, entry);
    trackActivity(entry, false);
    return entry;
  };

  internals?.onEvict((ids, isClosed) => {
    const evicted = ids ? ids.flatMap((id) => entries.get(keyOf(id)) ?? []) : [...entries.values()];
    for (const entry of evicted) entry.invalidate(isClosed);
  });
  return { entries, entryOf, hydrated: new WeakSet() };
}

function createEntry(
  client: UserSource,
  id: MaybeId,
  trackActivity: TrackActivity,
  maxAgeMs: number,
  stored: StoredUsers | undefined,
): UserEntry {
  const listeners = new Set<() => void>();
  // The state in the server's markup.
  let initialData = LOADING;
  let state = LOADING;
  let updatedAt = Date.now();
  // Whether the client is closed.
  let isClosed = false;
  // Whether a component uses the entry or is expected to: after hydration, or after suspending.
  let isNeeded = true;
  let pending: Promise<void> | null = null;
  let controller: AbortController | undefined;

  const isFresh = () => {
    const age = Date.now() - updatedAt;
    // Negative if the clock was set back.
    return age >= 0 && age < (isNeeded ? STALE_TIME_MS : maxAgeMs);
  };

  const setState = (next: UserState) => {
    state = next;
    for (const notify of listeners) notify();
  };

  const fetchUser = (fresh?: boolean) => {
    controller?.abort();
    controller = new AbortController();
    const { signal } = controller;
    const load = client
      // The users of earlier visits do not count as cached: those that are shown are refreshed.
      .loadUser(id as UserId, { fresh, signal, maxAgeMs: stored?.ageMs() })
      .then(loadedState)
      .catch((error: B24Error) => {
        if (isRefusal(error)) stored?.clear([id]);
        return failedState(state, error);
      })
      .then((next: UserState) => {
        // Replaced by another load, or no longer needed.
        if (signal.aborted) return;
        pending = null;
        updatedAt = Date.now();
        isNeeded = true;
        setState(next);
      });
    pending = load;
    return load;
  };

  /** Shows the stored user, if there is one, until the response. */
  const showStored = () =>
    stored?.find(keyOf(id), (user) => {
      const staleState = createState("ready", user, null, true);
      if (state === LOADING) setState(staleState);
      // The request has failed faster than the reading.
      else if (state.error && !state.user) setState(failedState(staleState, state.error));
    });

  const abort = () => {
    controller?.abort();
    pending = null;
  };

  const deactivate = () => {
    abort();
    // The next subscriber tries again. Without a cache no state is kept.
    if (state.error || maxAgeMs === 0 || isClosed) state = LOADING;
    isNeeded = false;
    trackActivity(entry, false);
  };

  const entry: UserEntry = {
    id,

    isActive: () => isNeeded && isFresh(),

    getSnapshot: (isInitial) => (isInitial ? initialData : state),

    setInitialData(data) {
      initialData = data;
      // Subscribers may have a later state, which then applies to all.
      if (listeners.size && state !== LOADING && !state.isStale && !state.error) return;
      abort();
      updatedAt = Date.now();
      isNeeded = true;
      trackActivity(entry, listeners.size > 0);
      setState(data);
    },

    isLoaded: () => state !== LOADING && (state.isStale || listeners.size > 0 || isFresh()),

    whenRead: () => stored?.whenRead(),

    load: () => (entry.isLoaded() && !state.isStale ? undefined : (pending ?? fetchUser())),

    refresh() {
      if (!state.user) setState(LOADING);
      return fetchUser(true);
    },

    invalidate(isOver) {
      isClosed = isOver;
      // The users that a closed client has loaded remain shown.
      if (isClosed && isNeeded) return;
      updatedAt = -Infinity;
      // Subscribers keep the old state until the response arrives.
      if (listeners.size) {
        fetchUser();
        return;
      }
      abort();
      state = LOADING;
    },

    subscribe(listener) {
      const isUsable = isFresh() || isClosed;
      if (state === LOADING || state.isStale || !isUsable) pending ??= fetchUser();
      if (state === LOADING) showStored();
      isNeeded = true;
      listeners.add(listener);
      trackActivity(entry, true);
      return () => {
        listeners.delete(listener);
        const dataBefore = initialData;
        // In a microtask, which fake timers do not delay: subscribers often return at once, in
        // React's strict mode or elsewhere on the page. New initial data is for a new subscriber.
        Promise.resolve().then(() => {
          if (listeners.size) return;
          if (initialData === dataBefore) deactivate();
          else trackActivity(entry, false);
        });
      };
    },
  };
  // Reading takes longer than rendering.
  showStored();
  return entry;
}

function createView(entries: readonly UserEntry[], isIdle: boolean): UserView {
  let snapshot: readonly UserState[] = [];
  return {
    entries,
    isIdle,

    load() {
      const isLoaded = () => entries.every((entry) => entry.isLoaded());
      if (isLoaded()) return undefined;
      // Stored users are refreshed later, by the subscribers, in one request for all components;
      // if others are not stored, in the request for those.
      const load = () =>
        isLoaded() ? undefined : Promise.all(entries.map((entry) => entry.load()));
      return entries[0]?.whenRead()?.then(load) ?? load();
    },

    getSnapshot(isInitial) {
      const states = entries.map((entry) => entry.getSnapshot(isInitial));
      const isSame = states.every((state, index) => state === snapshot[index]);
      if (!isSame) snapshot = states;
      return snapshot;
    },

    async refresh() {
      await Promise.all(entries.map((entry) => entry.refresh()));
    },

    subscribe(listener) {
      let isScheduled = false;
      let isEnded = false;
      const notify = () => {
        if (isScheduled) return;
        isScheduled = true;
        Promise.resolve().then(() => {
          isScheduled = false;
          if (!isEnded) listener();
        });
      };
      const unsubscribes = entries.map((entry) => entry.subscribe(notify));
      return () => {
        isEnded = true;
        for (const unsubscribe of unsubscribes) unsubscribe();
      };
    },
  };
}

/** The state of the view of one user. */
export function toUserState([state = IDLE]: readonly UserState[]): UserState {
  return state;
}

/** The states of several users as one. */
export function toUsersState(
  states: readonly UserState[],
  { entries, isIdle }: Pick<UserView, "entries"> & Partial<Pick<UserView, "isIdle">>,
): UsersState {
  const errors = states.flatMap(({ error }) => error ?? []);
  return {
    status: isIdle ? "idle" : states.includes(LOADING) ? "loading" : errors[0] ? "error" : "ready",
    users: states.flatMap(({ user }) => user ?? []),
    missing: entries.flatMap(({ id }, index) => (states[index] === MISSING ? Number(id) : [])),
    errors,
    isStale: states.some((state) => state.isStale),
  };
}
