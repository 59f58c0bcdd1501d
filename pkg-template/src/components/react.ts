"use client";
import { createContext, createElement, useContext, useMemo, useSyncExternalStore } from "react";

import { givenStore } from "./store-context.js";
import { keysOf, single, summarize } from "./user-store.js";

export { dehydrate } from "./user-store.js";

const Store = /* @__PURE__ */ createContext();

export function B24UsersProvider({ client, initial, children }) {
  const value = useMemo(() => givenStore(client), [client]);
  // Before the children are rendered. A later navigation has users of its own.
  useMemo(() => givenStore(client, initial), [client, initial]);
  return createElement(Store.Provider, { value }, children);
}

export function useUser(id, options) {
  return useView([id], single, options);
}

export function useUsers(ids, options) {
  return useView(ids, summarize, options);
}

function useView(given, describe, { suspense } = {}) {
  const viewOf = useContext(Store);
  if (!viewOf) throw new Error("No <B24UsersProvider> above");
  // Iterators can be read once only.
  const ids = given ? Array.from(given) : null;
  const view = useMemo(() => viewOf(ids), [viewOf, keysOf(ids)]);
  if (suspense) {
    const work = view.load();
    if (work) throw work;
  }
  // What was waited for is in the server's markup; otherwise only what it was given is.
  const states = useSyncExternalStore(view.watch, view.state, () => view.state(!suspense));
  return useMemo(() => ({ ...describe(states, view), refresh: view.refresh }), [view, states]);
}
