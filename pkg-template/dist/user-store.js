// What components know of users by their ids, and who of them is to be told of changes. It is kept by client, so that all who show a
// user show the same, and that React, which begins anew with a component that had to wait, finds it again.

/** How long nobody is asked for who is here already. After that the client is, which has a cache of its own. */
const FRESH_MS = 60_000;
/** How many are kept whom nobody watches. */
const MOST_UNWATCHED = 1000;

const stores = /* @__PURE__ */ new WeakMap();

const stateOf = (status, user = null, error = null) => ({ status, user, error });
const IDLE = /* @__PURE__ */ stateOf("idle");
const LOADING = /* @__PURE__ */ stateOf("loading");
const MISSING = /* @__PURE__ */ stateOf("missing");
const found = (user) => (user ? stateOf("ready", user) : MISSING);

// "4" and 4 are one user. What is no id at all is left to the client to refuse; an array of one id reads like that id.
const keyOf = (id) => (typeof id === "object" ? "" : `${id}`);

/** A text that is the same for the same ids. */
export const keysOf = (ids) => Array.from(ids ?? [], keyOf).join();

/**
 * A function that gives a view of some users, each once; there may be no id yet, or no ids at all. `initial` are users whom a server
 * has just fetched.
 */
export function storeOf(client, initial) {
  const { entryOf } = storeFor(client);
  initial?.users.forEach((user) => entryOf(user.id, found(user)));
  initial?.missing.forEach((id) => entryOf(id, MISSING));
  return (ids) => createView([...new Set(Array.from(ids ?? []).flatMap((id) => (id == null ? [] : entryOf(id))))]);
}

export function dehydrate(client) {
  const entries = [...storeFor(client).entries.values()];
  const { users, missing } = summarize(entries.map((entry) => entry.state()), entries);
  return { users, missing };
}

function storeFor(client) {
  if (!stores.has(client)) stores.set(client, createStore(client));
  return stores.get(client);
}

function createStore(client) {
  const entries = new Map();
  // The oldest come first.
  const unwatched = new Set();

  /** Is told when an entry begins or ends to be watched, and lets the oldest leave. */
  const keep = (entry, isWatched) => {
    const key = keyOf(entry.id);
    // It may have left while a view had it.
    if (!entries.has(key)) entries.set(key, entry);
    unwatched.delete(entry);
    if (!isWatched) unwatched.add(entry);
    for (const oldest of unwatched) {
      if (unwatched.size <= MOST_UNWATCHED || oldest.isNeeded()) break;
      unwatched.delete(oldest);
      const key = keyOf(oldest.id);
      if (entries.get(key) === oldest) entries.delete(key);
    }
  };

  const entryOf = (id, seed) => {
    const key = keyOf(id);
    if (!seed && entries.has(key)) return entries.get(key);
    const entry = createEntry(client, id, keep, seed);
    entries.set(key, entry);
    keep(entry);
    return entry;
  };
  return { entries, entryOf };
}

/** What is known of one user. */
function createEntry(client, id, keep, seed = LOADING) {
  const watchers = new Set();
  let state = seed;
  let at = Date.now();
  let isNew = true;
  let work;
  let controller;

  const isFresh = () => {
    const age = Date.now() - at;
    // Below 0 the clock was set back.
    return age >= 0 && age < FRESH_MS;
  };

  const set = (next) => {
    state = next;
    watchers.forEach((tell) => tell());
  };

  const load = (fresh) => {
    controller?.abort();
    const { signal } = (controller = new AbortController());
    work = client
      .loadUser(id, { fresh, signal })
      .then(found)
      .catch((error) => stateOf("error", state.user, error))
      .then((next) => {
        // Another load may have taken its place, or nobody may want it any more.
        if (signal.aborted) return;
        work = null;
        at = Date.now();
        set(next);
      });
    return work;
  };

  const leave = () => {
    controller?.abort();
    work = null;
    // Whoever comes next tries again.
    if (state.error) state = LOADING;
    isNew = false;
    keep(entry);
  };

  const entry = {
    id,

    /** Whether somebody may yet come for what has not been watched so far: a server's markup, or a component that had to wait. */
    isNeeded: () => isNew && isFresh(),

    /** Its state, or that of what a server was given. */
    state: (isSeed) => (isSeed ? seed : state),

    /** Loads the user unless he or she is here: what there is to wait for, or an empty list. */
    load: () => (state !== LOADING && (watchers.size || isFresh()) ? [] : (work ?? load())),

    refresh() {
      if (!state.user) set(LOADING);
      return load(true);
    },

    /** Tells `listener` of changes until the function it returns is called. */
    watch(listener) {
      watchers.add(listener);
      keep(entry, true);
      return () => {
        watchers.delete(listener);
        // Who leaves often comes back at once, in React's strict mode or in another place of the page. Fake timers do not hold this up.
        Promise.resolve().then(() => watchers.size || leave());
      };
    },
  };
  return entry;
}

/** Some users as a component shows them, each once. */
function createView(entries) {
  let last = [];
  // A promise of those who are not here, if there are any.
  const load = () => {
    const works = entries.flatMap((entry) => entry.load());
    return works[0] && Promise.all(works);
  };
  return {
    entries,
    load,

    /** Their states: the same array as long as they are the same. */
    state(isSeed) {
      const states = entries.map((entry) => entry.state(isSeed));
      return states.every((state, at) => state === last[at]) ? last : (last = states);
    },

    refresh: () => Promise.all(entries.map((entry) => entry.refresh())),

    watch(listener) {
      load();
      const ends = entries.map((entry) => entry.watch(listener));
      return () => ends.forEach((end) => end());
    },
  };
}

/** The state of one user. */
export const single = ([state = IDLE]) => state;

/** The states of several users as one. */
export function summarize(states, entries) {
  const errors = states.flatMap(({ error }) => error ?? []);
  return {
    status: states.includes(LOADING) ? "loading" : errors[0] ? "error" : "ready",
    users: states.flatMap(({ user }) => user ?? []),
    missing: entries.flatMap(({ id }, at) => (states[at] === MISSING ? +id : [])),
    errors,
  };
}
