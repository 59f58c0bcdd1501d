import { computed, inject, onMounted, onServerPrefetch, shallowRef, toValue, triggerRef, watchEffect } from "vue";

import { givenStore } from "./store-context.js";
import { single, summarize } from "./user-store.js";

export { dehydrate } from "./user-store.js";

const STORE = "b24Users";

export function b24Users(client, options) {
  const take = () => givenStore(client, toValue(options?.initial));
  return (app) => {
    app.provide(STORE, take());
    // A later navigation has users of its own.
    watchEffect(take, { flush: "sync" });
  };
}

export function useUser(id) {
  return useView(() => [toValue(id)], single);
}

export function useUsers(ids) {
  return useView(() => toValue(ids), summarize);
}

function useView(ids, describe) {
  const viewOf = inject(STORE, null);
  if (!viewOf) throw new Error("No app.use(b24Users(client))");
  const view = computed(() => viewOf(ids()));
  const changes = shallowRef();
  const state = computed(() => (changes.value, describe(view.value.state(), view.value)));

  const change = () => triggerRef(changes);
  onMounted(() =>
    watchEffect((onCleanup) => {
      onCleanup(view.value.watch(change));
      // Something may have happened since it was rendered.
      change();
    }),
  );
  // On a server nothing is mounted, and what is waited for here goes into its markup.
  onServerPrefetch(async () => change(await view.value.load()));

  const refs = { state, refresh: () => view.value.refresh() };
  for (const part in state.value) refs[part] = computed(() => state.value[part]);
  return refs;
}
