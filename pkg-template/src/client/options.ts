import type { Auth } from "../auth/token-source.js";
import type {
  CacheOptions,
  ClientEvent,
  PlainCallOptions,
  PlainClientOptions,
  PlainGetUsersOptions,
  Progress,
} from "../generated/types.gen.js";
import type { PersistentCache } from "./persistent-cache.js";

/** The options of `createClient`. */
export interface ClientOptions extends PlainClientOptions {
  /** The credentials, or their source. */
  auth: Auth;
  /** Sends requests in place of the global `fetch`. */
  fetch?: ((url: string, init: RequestInit) => Promise<ResponseLike>) | undefined;
  /** Lifetime and size of the cache; `false` disables it. */
  cache?: ClientCacheOptions | false | undefined;
  /**
   * Called with each event of the client. Exceptions are ignored.
   *
   * @example
   * ```js
   * createClient({ portal, auth, onEvent: (event) => console.debug(event.type, event) });
   * ```
   */
  onEvent?: ((event: ClientEvent) => void) | undefined;
}

/** Times to live and size of a client's cache, and a cache that survives the page. */
export interface ClientCacheOptions extends CacheOptions {
  /**
   * Keeps users in the browser between visits: `persistentCache` of `b24-users/persist`.
   *
   * @example
   * ```js
   * import { persistentCache } from "b24-users/persist";
   *
   * createClient({ portal, auth, cache: { persist: persistentCache({ key: session.userId }) } });
   * ```
   */
  persist?: PersistentCache | undefined;
}

/** The part of a `Response` that the client uses. */
export interface ResponseLike {
  /** The HTTP status. */
  readonly status: number;
  /** Whether a redirect was followed; such a response is rejected. */
  readonly redirected?: boolean;
  /** The body as text; not called if there is `arrayBuffer()`. */
  text(): Promise<string>;
  /** The body as bytes. */
  arrayBuffer?(): Promise<ArrayBuffer>;
}

/** The options of `getUsers`. */
export interface GetUsersOptions extends PlainGetUsersOptions {
  /**
   * Gives the call up: it rejects with `ABORTED` and has no result, also with `partial`. Requests
   * that no other call awaits are aborted. `deadlineMs` ends a call as well, but keeps the users
   * that had arrived.
   *
   * @example
   * ```js
   * const controller = new AbortController();
   * b24.getUsers(ids, { signal: controller.signal }).catch(() => {});
   * controller.abort();
   * ```
   */
  signal?: AbortSignal | undefined;
  /**
   * Called with the progress of the call. Exceptions are ignored.
   *
   * @example
   * ```js
   * await b24.getUsers(ids, { onProgress: ({ done, total }) => (bar.value = done / total) });
   * ```
   */
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** The options of `streamUsers`. */
export type StreamUsersOptions = Omit<GetUsersOptions, "partial">;

/** The options of methods about the caller and of lists of ids. */
export type OwnOptions = Pick<GetUsersOptions, "signal" | "deadlineMs">;

/** The options of `getUser` and `getCurrentUser`. */
export type GetUserOptions = Pick<GetUsersOptions, "signal" | "deadlineMs" | "avatarHr">;

/** The options of `loadUser`. */
export type LoadUserOptions = Pick<GetUsersOptions, "signal" | "deadlineMs" | "maxAgeMs" | "fresh">;

/** The options of `getChatUsers`. */
export type GetChatUsersOptions = Omit<GetUsersOptions, "invalid">;

/** The options of `call` and `batch`. */
export interface CallOptions extends PlainCallOptions {
  /** Aborts the call and its request. The portal may still execute a request that has arrived. */
  signal?: AbortSignal | undefined;
}
