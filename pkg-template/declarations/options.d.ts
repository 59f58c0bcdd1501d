/** What `createClient` is told. */
export interface ClientOptions extends PlainClientOptions {
  /** How the client is let in. */
  auth: Auth;
  /** What sends requests instead of the global `fetch`. */
  fetch?: ((url: string, init: RequestInit) => Promise<ResponseLike>) | undefined;
  /** How long users are kept, and how many; `false` keeps none. */
  cache?: CacheOptions | false | undefined;
  /**
   * Is told what the client does. What it throws is ignored.
   *
   * @example
   * ```js
   * createClient({ portal, auth, onEvent: (event) => console.debug(event.type, event) });
   * ```
   */
  onEvent?: ((event: ClientEvent) => void) | undefined;
}

/** What is used of a response. */
export interface ResponseLike {
  /** The HTTP status. */
  readonly status: number;
  /** Whether a redirect was followed, which is refused. */
  readonly redirected?: boolean;
  /** The body; not asked for if there is `arrayBuffer()`. */
  text(): Promise<string>;
  /** The body's bytes. */
  arrayBuffer?(): Promise<ArrayBuffer>;
}

/** What `getUsers` is told. */
export interface GetUsersOptions extends PlainGetUsersOptions {
  /** Aborts the call, and its requests unless others wait for them too. */
  signal?: AbortSignal | undefined;
  /**
   * Is told how far the call is. What it throws is ignored.
   *
   * @example
   * ```js
   * await b24.getUsers(ids, { onProgress: ({ done, total }) => (bar.value = done / total) });
   * ```
   */
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** What `streamUsers` is told. */
export type StreamUsersOptions = Omit<GetUsersOptions, "partial">;

/** What calls about oneself are told. */
export type OwnOptions = Pick<GetUsersOptions, "signal" | "deadlineMs">;

/** What `getUser` and `getCurrentUser` are told. */
export type GetUserOptions = Pick<GetUsersOptions, "signal" | "deadlineMs" | "avatarHr">;

/** What `loadUser` is told. */
export type LoadUserOptions = Pick<GetUsersOptions, "signal" | "deadlineMs" | "maxAgeMs" | "fresh">;
