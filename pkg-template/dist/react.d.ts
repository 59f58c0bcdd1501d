import type { ReactElement, ReactNode } from "react";

import type { InitialUsers, MaybeId, Refresh, UserSource, UserState, UsersState } from "./user-state.js";

export { dehydrate } from "./user-state.js";
export type * from "./user-state.js";

/**
 * Gives the hooks below it a client.
 *
 * @example
 * ```jsx
 * const b24 = createClient({ portal: "example.bitrix24.com", auth: accessToken });
 *
 * createRoot(element).render(
 *   <B24UsersProvider client={b24}>
 *     <App />
 *   </B24UsersProvider>,
 * );
 * ```
 */
export declare function B24UsersProvider(props: B24UsersProviderProps): ReactElement;

/** What `B24UsersProvider` is given. */
export interface B24UsersProviderProps {
  /** A client, made once: outside of components, or kept in a state. */
  client: UserSource;
  /** Users that the server fetched; the same on the server and at hydration. Others, given later, are taken as well. */
  initial?: InitialUsers | null | undefined;
  children?: ReactNode;
}

/** How hooks wait. */
export interface UserHookOptions {
  /** Whether the component waits in the nearest `<Suspense>` until the users are settled, on a server too; `false` by default. */
  suspense?: boolean | undefined;
}

/**
 * A user by its id, and whatever else may become of it: missing users and errors are states. All components that are rendered at a
 * time make one request; one that is unmounted gives up its share in it. When the id changes, the user before is not shown any more.
 *
 * @param id Nothing is asked for as long as it is `null`, `undefined`, or stands for nobody (0, `""`).
 * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
 *
 * @example
 * ```jsx
 * function Responsible({ task }) {
 *   const { status, user, error, refresh } = useUser(task.responsibleId);
 *   if (error) return <button onClick={refresh}>Try again</button>;
 *   if (status === "missing") return <i>Nobody you can see</i>;
 *   return <b>{user?.name ?? "…"}</b>;
 * }
 * ```
 */
export declare function useUser(id: MaybeId, options?: UserHookOptions): UserState & Refresh;

/**
 * Users by their ids, in their order, each once. Nothing is asked for as long as there is no list; entries that are `null` or
 * `undefined` are passed over.
 *
 * @param ids An array or a set; a new one with the same ids changes nothing.
 * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
 *
 * @example
 * ```jsx
 * function Members({ ids }) {
 *   const { status, users, missing } = useUsers(ids);
 *   return (
 *     <ul aria-busy={status === "loading"}>
 *       {users.map((user) => <li key={user.id}>{user.name}</li>)}
 *       {missing.length > 0 && <li>and {missing.length} whom you cannot see</li>}
 *     </ul>
 *   );
 * }
 * ```
 */
export declare function useUsers(ids: Iterable<MaybeId> & object | null | undefined, options?: UserHookOptions): UsersState & Refresh;
