// What components know of users by their ids, and who of them is to be told of changes. It is kept by client, so that all who show a
// user show the same, and that React, which begins anew with a component that had to wait, finds it again.

import { MEMORY } from "../client/client-internals.js";

/** How long, at most, nobody is asked for who is here already. After that the client is, which has a cache of its own. */
const FRESH_MS = 60_000;
/** How many are kept whom nobody watches. */
const MOST_UNWATCHED = 1000;

const stores = /* @__PURE__ */ new WeakMap();

const stateOf = (status, user = null, error = null) => ({ status, user, error });
const IDLE = /* @__PURE__ */ stateOf("idle");
const LOADING = /* @__PURE__ */ stateOf("loading");
const MISSING = /* @__PURE__ */ stateOf("missing");
const found = (user) => (user ? stateOf("ready", user) : MISSING);

// "4" and 4 are one user. What is no id at all is left to the client to refuse, and is nobody else's: an array of one id reads like that
// id, and so does a bigint.
const keyOf = (id) => (typeof id === "object" ? "" : typeof id === "bigint" ? `${id}n` : String(id));

/** Whether it stands for nobody: in Bitrix24's data 0 or an empty text does. */
const isNobody = (id) => id == null || id === 0 || id === "0" || id === "";

/** A text that is the same for the same ids. */
export const keysOf = (ids) => JSON.stringify(ids && Array.from(ids, (id) => (isNobody(id) ? null : keyOf(id))));

/**
 * A function that gives a view of some users, each once; there may be no id yet, or no ids at all. `initial` are users whom a server
 * has just fetched; given again, they are news no more.
 */
export function storeOf(client, initial) {
  const { entryOf, taken } = storeFor(client);
  if (initial && !taken.has(initial)) {
    taken.add(initial);
    initial.users.forEach((user) => entryOf(user.id).take(found(user)));
    initial.missing.forEach((id) => entryOf(id).take(MISSING));
  }
  const entriesOf = (ids) => new Set(Array.from(ids ?? []).flatMap((id) => (isNobody(id) ? [] : entryOf(id))));
  return (ids) => createView([...entriesOf(ids)], ids == null);
}

export function dehydrate(client) {
  const entries = [...storeFor(client).entries.values()];
  const { users, missing } = summarize(entries.map((entry) => entry.state()), { entries });
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
  // A stand-in for a client has none.
  const { ttlMs = FRESH_MS, watch } = client[MEMORY] ?? {};
  const maxAge = Math.min(ttlMs, FRESH_MS);

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

  const entryOf = (id) => {
    const key = keyOf(id);
    if (entries.has(key)) return entries.get(key);
    const entry = createEntry(client, id, keep, maxAge);
    entries.set(key, entry);
    keep(entry);
    return entry;
  };

  watch?.((ids, isOver) => {
    const forgotten = ids ? ids.flatMap((id) => entries.get(keyOf(id)) ?? []) : [...entries.values()];
    forgotten.forEach((entry) => entry.forget(isOver));
  });
  return { entries, entryOf, taken: new WeakSet() };
}

/** What is known of one user. */
function createEntry(client, id, keep, maxAge) {
  const watchers = new Set();
  // What a server was given, as its markup has it.
  let seed = LOADING;
  let state = LOADING;
  let at = Date.now();
  // Whether there is nobody to ask any more.
  let isClosed = false;
  // Whether somebody watches it or may yet come to: a server's markup, or a component that has to wait.
  let isNeeded = true;
  let work;
  let controller;

  const isFresh = () => {
    const age = Date.now() - at;
    // Below 0 the clock was set back.
    return age >= 0 && age < (isNeeded ? FRESH_MS : maxAge);
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
        isNeeded = true;
        set(next);
      });
    return work;
  };

  const giveUp = () => {
    controller?.abort();
    work = null;
  };

  const leave = () => {
    giveUp();
    // Whoever comes next tries again; without a cache nobody is remembered at all.
    if (state.error || maxAge === 0 || isClosed) state = LOADING;
    isNeeded = false;
    keep(entry);
  };

  const entry = {
    id,

    /** Whether somebody may yet come for it, if nobody watches it. */
    isNeeded: () => isNeeded && isFresh(),

    /** Its state, or that of what a server was given. */
    state: (isSeed) => (isSeed ? seed : state),

    /** Takes what a server was given. Those who watch the user already may have a later one, which then is everybody's. */
    take(given) {
      seed = given;
      if (watchers.size && state !== LOADING && !state.error) return;
      giveUp();
      at = Date.now();
      isNeeded = true;
      keep(entry, watchers.size > 0);
      set(given);
    },

    /** Loads the user unless he or she is here: what there is to wait for, or an empty list. */
    load: () => (state !== LOADING && (watchers.size || isFresh()) ? [] : (work ?? load())),

    refresh() {
      if (!state.user) set(LOADING);
      return load(true);
    },

    /** The client has forgotten the user, who is shown until the answer comes. Of a closed one, who is needed stays, and comes if asked for. */
    forget(isOver) {
      isClosed = isOver;
      if (isClosed && isNeeded) return;
      at = -Infinity;
      if (watchers.size) return void load();
      giveUp();
      state = LOADING;
    },

    /** Tells `listener` of changes until the function it returns is called. Who has been here for long is asked for again. */
    watch(listener) {
      const isKept = isFresh() || isClosed;
      if (state === LOADING || !isKept) work ??= load();
      isNeeded = true;
      watchers.add(listener);
      keep(entry, true);
      return () => {
        watchers.delete(listener);
        const known = seed;
        // Who leaves often comes back at once, in React's strict mode or in another place of the page; and what a server gives in between
        // is for somebody who comes. Fake timers do not hold this up.
        Promise.resolve().then(() => watchers.size || (seed === known ? leave() : keep(entry)));
      };
    },
  };
  return entry;
}

/** Some users as a component shows them, each once; `isIdle` if there is no list of them yet. */
function createView(entries, isIdle) {
  let last = [];
  return {
    entries,
    isIdle,

    /** A promise of those who are not here, if there are any. */
    load() {
      const works = entries.flatMap((entry) => entry.load());
      return works[0] && Promise.all(works);
    },

    /** Their states: the same array as long as they are the same. */
    state(isSeed) {
      const states = entries.map((entry) => entry.state(isSeed));
      return states.every((state, at) => state === last[at]) ? last : (last = states);
    },

    async refresh() {
      await Promise.all(entries.map((entry) => entry.refresh()));
    },

    /** Tells `listener` of changes until the function it returns is called: once of all that come together, as many as they are. */
    watch(listener) {
      let isTold = false;
      let isOver = false;
      const tell = () => {
        if (isTold) return;
        isTold = true;
        Promise.resolve().then(() => {
          isTold = false;
          if (!isOver) listener();
        });
      };
      const ends = entries.map((entry) => entry.watch(tell));
      return () => {
        isOver = true;
        ends.forEach((end) => end());
      };
    },
  };
}

/** The state of one user. */
export const single = ([state = IDLE]) => state;

/** The states of several users as one. */
export function summarize(states, { entries, isIdle }) {
  const errors = states.flatMap(({ error }) => error ?? []);
  return {
    status: isIdle ? "idle" : states.includes(LOADING) ? "loading" : errors[0] ? "error" : "ready",
    users: states.flatMap(({ user }) => user ?? []),
    missing: entries.flatMap(({ id }, at) => (states[at] === MISSING ? +id : [])),
    errors,
  };
}
