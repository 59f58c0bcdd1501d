import {
  type App,
  type ComputedRef,
  computed,
  customRef,
  inject,
  type MaybeRefOrGetter,
  onMounted,
  onServerPrefetch,
  toValue,
  watchEffect,
} from "vue";
import type { Client } from "../client/client.js";
import { createStoreContext, type StoreContext } from "./store-context.js";
import type {
  InitialUsers,
  MaybeId,
  Refresh,
  UserSource,
  UserState,
  UsersState,
} from "./user-state.js";
import { toUserState, toUsersState, type UserView } from "./user-store.js";

const STORE = "b24Users";

/** Each property of a state as a ref, and all of them as one, in which `status` narrows types. */
export type StateRefs<State> = {
  readonly [Part in Extract<keyof State, string>]: ComputedRef<State[Part]>;
} & {
  readonly state: ComputedRef<State>;
} & Refresh;

/**
 * A plugin that provides the composables of an app with a client.
 *
 * @param options `initial`: users that the server fetched; the same on the server and at hydration.
 * A ref or a getter may return others later, when a navigation brings them.
 *
 * @example
 * ```js
 * const b24 = createClient({ portal: "example.bitrix24.com", auth: accessToken });
 *
 * createApp(Root).use(b24Users(b24)).mount("#app");
 * ```
 */
export function b24Users(
  client: UserSource,
  options?: { initial?: MaybeRefOrGetter<InitialUsers | null | undefined> },
): (app: App) => void {
  const applyInitial = () => createStoreContext(client, toValue(options?.initial));
  return (app) => {
    app.provide(STORE, applyInitial());
    // A later navigation brings other users.
    watchEffect(applyInitial, { flush: "sync" });
  };
}

/**
 * A user by its id. Missing users and errors are states. All components that mount at a time share
 * one request; a component that unmounts no longer waits for it. When the id changes, the old user
 * is no longer shown. A server that renders waits for the user.
 *
 * @param id An id, a ref or a getter of one. Nothing is fetched while it is `null`, `undefined`, or
 * no user (0, `""`).
 * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
 *
 * @example
 * ```vue
 * <script setup>
 * import { useUser } from "b24-users/vue";
 *
 * const props = defineProps(["task"]);
 * const { status, user, error, refresh } = useUser(() => props.task.responsibleId);
 * </script>
 *
 * <template>
 *   <button v-if="error" @click="refresh">Try again</button>
 *   <i v-else-if="status === 'missing'">Unknown user</i>
 *   <b v-else>{{ user?.name ?? "…" }}</b>
 * </template>
 * ```
 */
export function useUser(id: MaybeRefOrGetter<MaybeId>): StateRefs<UserState> {
  return useView("useUser", () => [toValue(id)], toUserState);
}

/**
 * Users by their ids, in their order, without duplicates. Nothing is fetched while there is no
 * list; entries that are `null` or `undefined` are skipped.
 *
 * @param ids An array or a set, a ref or a getter of one.
 * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
 *
 * @example
 * ```vue
 * <script setup>
 * import { useUsers } from "b24-users/vue";
 *
 * const props = defineProps(["ids"]);
 * const { users, missing } = useUsers(() => props.ids);
 * </script>
 *
 * <template>
 *   <p v-for="user in users" :key="user.id">{{ user.name }}</p>
 *   <p v-if="missing.length">and {{ missing.length }} not visible to you</p>
 * </template>
 * ```
 */
export function useUsers(
  ids: MaybeRefOrGetter<(Iterable<MaybeId> & object) | null | undefined>,
): StateRefs<UsersState> {
  return useView("useUsers", () => toValue(ids), toUsersState);
}

/**
 * The client of the plugin, for other methods than those of the composables.
 *
 * @typeParam Source The type of a stand-in for a client, in tests.
 *
 * @example
 * ```vue
 * <script setup>
 * import { useB24Users } from "b24-users/vue";
 *
 * const b24 = useB24Users();
 * </script>
 *
 * <template>
 *   <!-- Everything that could not be loaded, in one request. -->
 *   <button @click="b24.invalidate()">Try again</button>
 * </template>
 * ```
 */
export function useB24Users<Source extends UserSource = Client>(): Source {
  return useStore("useB24Users").client as Source;
}

function useStore(composable: string): StoreContext {
  const store = inject<StoreContext | null>(STORE, null);
  if (store) return store;
  throw new Error(`No client for ${composable}: call app.use(b24Users(client))`);
}

function useView<State extends object>(
  composable: string,
  getIds: () => Iterable<MaybeId> | null | undefined,
  toState: (states: readonly UserState[], view: UserView) => State,
): StateRefs<State> {
  const { createView } = useStore(composable);
  const view = computed(() => createView(getIds()));
  let update!: () => void;
  const states = customRef((track, trigger) => {
    update = trigger;
    return {
      get() {
        track();
        return view.value.getSnapshot();
      },
      set() {},
    };
  });
  const state = computed(() => toState(states.value, view.value));

  onMounted(() =>
    watchEffect((onCleanup) => {
      onCleanup(view.value.subscribe(update));
      // The state may have changed since the rendering.
      update();
    }),
  );
  // A server mounts nothing. It waits here for the users, so that its markup has them.
  onServerPrefetch(async () => {
    await view.value.load();
    update();
  });

  const refs: Record<string, unknown> = { state, refresh: () => view.value.refresh() };
  for (const part in state.value) refs[part] = computed(() => state.value[part]);
  return refs as StateRefs<State>;
}
