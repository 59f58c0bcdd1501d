import type { StoredUsers } from "./persistent-cache.js";

/**
 * The key of a client's properties for the components' store, which may belong to another copy of
 * the package.
 */
export const CLIENT_INTERNALS: unique symbol = Symbol.for("b24-users.internals@1");

/** What a client offers to the components' store. */
export interface ClientInternals {
  /** Lifetime of a user in the client's cache; `undefined` for the default. */
  readonly ttlMs: number | undefined;
  /** The users of the persistent cache, if the client has one. */
  readonly stored: StoredUsers | undefined;
  /**
   * Registers a listener for evictions: `ids` are the evicted ones, `undefined` for all users.
   */
  onEvict(listener: EvictionListener): void;
}

export type EvictionListener = (ids: readonly unknown[] | undefined, isClosed: boolean) => void;
