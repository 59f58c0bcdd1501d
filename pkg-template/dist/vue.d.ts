import type { App, ComputedRef, MaybeRefOrGetter } from "vue";

import type { InitialUsers, MaybeId, Refresh, UserSource, UserState, UsersState } from "./user-state.js";

export { dehydrate } from "./user-state.js";
export type * from "./user-state.js";

/**
 * A plugin that gives the composables of an app a client.
 *
 * @param options `initial`: users that the server fetched; the same on the server and at hydration. A
 * ref or a getter may give others later, when a navigation brings them.
 *
 * @example
 * ```js
 * const b24 = createClient({ portal: "example.bitrix24.com", auth: accessToken });
 *
 * createApp(Root).use(b24Users(b24)).mount("#app");
 * ```
 */
export declare function b24Users(
  client: UserSource,
  options?: { initial?: MaybeRefOrGetter<InitialUsers | null | undefined> },
): (app: App) => void;

/** Each part of a state as a ref, and all of it as one, by which `status` narrows the types of the others. */
export type StateRefs<State> = { readonly [Part in Extract<keyof State, string>]: ComputedRef<State[Part]> } & {
  readonly state: ComputedRef<State>;
} & Refresh;

/**
 * A user by its id, and whatever else may become of it: missing users and errors are states. All components that are mounted at a
 * time make one request; one that is unmounted gives up its share in it. When the id changes, the user before is not shown any more.
 * A server that renders waits for the user.
 *
 * @param id An id, a ref or a getter of one. Nothing is asked for as long as it is `null`, `undefined`, or stands for nobody (0, `""`).
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
 *   <i v-else-if="status === 'missing'">Nobody you can see</i>
 *   <b v-else>{{ user?.name ?? "…" }}</b>
 * </template>
 * ```
 */
export declare function useUser(id: MaybeRefOrGetter<MaybeId>): StateRefs<UserState>;

/**
 * Users by their ids, in their order, each once. Nothing is asked for as long as there is no list; entries that are `null` or
 * `undefined` are passed over.
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
 *   <p v-if="missing.length">and {{ missing.length }} whom you cannot see</p>
 * </template>
 * ```
 */
export declare function useUsers(ids: MaybeRefOrGetter<(Iterable<MaybeId> & object) | null | undefined>): StateRefs<UsersState>;
