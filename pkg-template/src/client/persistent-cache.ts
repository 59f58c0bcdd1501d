// What a client and a persistent cache know of each other. The cache is in `b24-users/persist`, so
// that applications without one do not contain it.
import type { Token, TokenRequest } from "../shared/token.js";
import type { UserStoreApi } from "../generated/bindings.js";
import type { User } from "../generated/types.gen.js";
import type { AnyCallOptions, CheckedClientOptions } from "./validate-options.js";

/** A cache that survives the page: the result of `persistentCache` of `b24-users/persist`. */
export interface PersistentCache {
  /** Opens the cache for a client. Only for `createClient`. */
  open(client: never): unknown;
}

/** The cache as `createClient` opens it. */
export interface OpenablePersistentCache {
  open(client: {
    readonly options: CheckedClientOptions;
    /** Requests a token from the application. */
    readonly getToken: GetToken;
  }): CacheSession;
}

/** Requests a token. */
export type GetToken = (reason: TokenRequest["reason"]) => Promise<Token>;

/** A persistent cache in use by one client. Its methods never throw or reject. */
export interface CacheSession extends StoredUsers {
  /** As the client's; hands over a token that the cache has requested. */
  readonly getToken: GetToken;

  /** The users for the module. */
  readonly store: UserStoreApi;

  /**
   * Awaits the stored users, at most 100 ms, if a call may use them. Resolves with whether they
   * include one of the ids that the call requests first.
   */
  ready(options: AnyCallOptions, expected: unknown): Promise<boolean>;

  /** Resolves when the users that are being read have been shown, after 100 ms at most. */
  settled(): Promise<unknown> | undefined;

  /** Saves the users that a call has fetched, later. */
  save(): void;

  /** Saves at once, and closes the database. */
  close(): void;
}

/** The stored users as components use them. */
export interface StoredUsers {
  /** Milliseconds since the client was created: no user of an earlier page is that young. */
  ageMs(): number;

  /** Calls `listener` with a copy of a stored user, if there is one, now or when they are read. */
  find(id: string, listener: (user: User) => void): void;

  /** Reads the stored users. Resolves when they are read, after 100 ms at most. */
  whenRead(): Promise<unknown>;

  /** Deletes stored users, or all of them. */
  clear(ids?: readonly unknown[]): void;
}
