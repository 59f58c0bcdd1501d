/**
 * Creates a client of one portal. Nothing is loaded or sent before its first call.
 *
 * @throws {B24Error} `INVALID_OPTIONS` if an option has a wrong type.
 *
 * @example
 * ```js
 * import { createClient } from "b24-users";
 *
 * const b24 = createClient({ portal: "example.bitrix24.com", auth: accessToken });
 * const { users, missing } = await b24.getUsers([4, 5, 999]);
 * ```
 */
export declare function createClient(options: ClientOptions): Client;

/** A client of one portal. Its methods are declared below, by subject. */
export interface Client {
  /**
   * Resolves when the WebAssembly module is loaded. Reading it starts the loading ahead of the
   * first call. Optional; its rejection need not be handled.
   */
  readonly ready: Promise<void>;

  /**
   * Evicts these users, or all of them, from the cache, so that the next call fetches them. Other
   * users are not affected. Components that show an evicted user (`b24-users/react`, `/vue`,
   * `/element`) fetch it at once, and show the old data until the response arrives.
   *
   * @example
   * ```js
   * b24.invalidate([4]);
   * ```
   */
  invalidate(ids?: Iterable<number | string> & object): void;

  /** The client's counters since it was created. */
  stats(): Stats;

  /**
   * Evicts all users and rejects later calls with `CLOSED`. Calls in flight continue, and
   * components keep showing their data.
   */
  close(): void;
}
