// What components know of users by their ids, and who of them is to be told of changes. It is kept by client, so that all who show a
// user show the same, and that React, which begins anew with a component that had to wait, finds it again.

/** How long nobody is asked for who is here already. After that the client is, which has a cache of its own. */
const FRESH_MS = 60_000;

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
  const entries = stores.get(client) ?? new Map();
  stores.set(client, entries);
  const entryOf = (id, seed) => {
    const key = keyOf(id);
    const entry = (!seed && entries.get(key)) || createEntry(client, id, seed);
    entries.set(key, entry);
    return entry;
  };
  initial?.users.forEach((user) => entryOf(user.id, found(user)));
  initial?.missing.forEach((id) => entryOf(id, MISSING));
  return (ids) => createView([...new Set(Array.from(ids ?? []).flatMap((id) => (id == null ? [] : entryOf(id))))]);
}

export function dehydrate(client) {
  const entries = [...(stores.get(client)?.values() ?? [])];
  const { users, missing } = summarize(entries.map((entry) => entry.state()), entries);
  return { users, missing };
}

/** What is known of one user. */
function createEntry(client, id, seed = LOADING) {
  const watchers = new Set();
  let state = seed;
  let at = Date.now();
  let work;
  let controller;

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
  };

  return {
    id,

    /** Its state, or that of what a server was given. */
    state: (isSeed) => (isSeed ? seed : state),

    /** Loads the user unless he or she is here: what there is to wait for, or an empty list. */
    load: () => (state !== LOADING && (watchers.size || Date.now() - at < FRESH_MS) ? [] : (work ?? load())),

    refresh() {
      if (!state.user) set(LOADING);
      return load(true);
    },

    /** Tells `listener` of changes until the function it returns is called. */
    watch(listener) {
      watchers.add(listener);
      return () => {
        watchers.delete(listener);
        // Who leaves often comes back at once, in React's strict mode or in another place of the page. Fake timers do not hold this up.
        Promise.resolve().then(() => watchers.size || leave());
      };
    },
  };
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
