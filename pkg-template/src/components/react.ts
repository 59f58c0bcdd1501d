import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useMemo,
  useSyncExternalStore,
} from "react";
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
import { serializeIds, toUserState, toUsersState, type UserView } from "./user-store.js";

const ReactContext = /* @__PURE__ */ createContext<StoreContext | undefined>(undefined);

/** The properties of `B24UsersProvider`. */
export interface B24UsersProviderProps {
  /** A client, created once: outside of components, or kept in a state. */
  client: UserSource;
  /**
   * Users that the server fetched; the same on the server and at hydration. Later ones are applied,
   * too.
   */
  initial?: InitialUsers | null | undefined;
  children?: ReactNode;
}

/** The options of the hooks. */
export interface UserHookOptions {
  /**
   * Whether the component suspends until the users are settled, on a server too; `false` by
   * default.
   */
  suspense?: boolean | undefined;
}

/**
 * Provides the hooks below it with a client.
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
export function B24UsersProvider(props: B24UsersProviderProps): ReactElement;
export function B24UsersProvider({
  client,
  initial,
  children,
}: B24UsersProviderProps): ReactElement {
  const value = useMemo(() => createStoreContext(client), [client]);
  // Applied before the children render. A later navigation brings other users.
  useMemo(() => createStoreContext(client, initial), [client, initial]);
  return createElement(ReactContext.Provider, { value }, children);
}

/**
 * A user by its id. Missing users and errors are states. All components that render at a time share
 * one request; a component that unmounts no longer waits for it. When the id changes, the old user
 * is no longer shown.
 *
 * @param id Nothing is fetched while it is `null`, `undefined`, or no user (0, `""`).
 * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
 *
 * @example
 * ```jsx
 * function Responsible({ task }) {
 *   const { status, user, error, refresh } = useUser(task.responsibleId);
 *   if (error) return <button onClick={refresh}>Try again</button>;
 *   if (status === "missing") return <i>Unknown user</i>;
 *   return <b>{user?.name ?? "…"}</b>;
 * }
 * ```
 */
export function useUser(id: MaybeId, options?: UserHookOptions): UserState & Refresh {
  return useView("useUser", [id], toUserState, options);
}

/**
 * Users by their ids, in their order, without duplicates. Nothing is fetched while there is no
 * list; entries that are `null` or `undefined` are skipped.
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
 *       {missing.length > 0 && <li>and {missing.length} not visible to you</li>}
 *     </ul>
 *   );
 * }
 * ```
 */
export function useUsers(
  ids: (Iterable<MaybeId> & object) | null | undefined,
  options?: UserHookOptions,
): UsersState & Refresh {
  return useView("useUsers", ids, toUsersState, options);
}

/**
 * The client of the nearest `B24UsersProvider`, for other methods than those of the hooks.
 *
 * @typeParam Source The type of a stand-in for a client, in tests.
 *
 * @example
 * ```jsx
 * function RetryButton() {
 *   const b24 = useB24Users();
 *   // Everything that could not be loaded, in one request.
 *   return <button onClick={() => b24.invalidate()}>Try again</button>;
 * }
 * ```
 */
export function useB24Users<Source extends UserSource = Client>(): Source {
  return useStore("useB24Users").client as Source;
}

function useStore(hook: string): StoreContext {
  const store = useContext(ReactContext);
  if (store) return store;
  throw new Error(
    `No <B24UsersProvider> above ${hook}: wrap the app in <B24UsersProvider client={createClient(...)}>`,
  );
}

function useView<State extends object>(
  hook: string,
  input: Iterable<MaybeId> | null | undefined,
  toState: (states: readonly UserState[], view: UserView) => State,
  { suspense }: UserHookOptions = {},
): State & Refresh {
  const { createView } = useStore(hook);
  // Copied: iterators can be read only once.
  const ids = input ? Array.from(input) : null;
  const view = useMemo(() => createView(ids), [createView, serializeIds(ids)]);
  if (suspense) {
    const pending = view.load();
    if (pending) throw pending;
  }
  // A server's markup has the users that it waited for; without suspense, only its initial data.
  const states = useSyncExternalStore(view.subscribe, view.getSnapshot, () =>
    view.getSnapshot(!suspense),
  );
  return useMemo(() => ({ ...toState(states, view), refresh: view.refresh }), [view, states]);
}
