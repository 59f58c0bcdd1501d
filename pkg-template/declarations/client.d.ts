/**
 * A client of one portal. Nothing is loaded, sent or asked for before its first call.
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

/** A client of one portal. Its methods are below, by subject. */
export interface Client {
  /**
   * Resolves when the WebAssembly module is loaded. Asking for it starts the loading ahead of the first call; nobody has to,
   * and nobody has to handle its rejection.
   */
  readonly ready: Promise<void>;

  /**
   * Forgets these users, or all: the next call asks the portal for them. Calls for others are not
   * affected. Components that show them (`b24-users/react`, `/vue`, `/element`) ask at once, and show
   * what they have until the answer comes.
   *
   * @example
   * ```js
   * b24.invalidate([4]);
   * ```
   */
  invalidate(ids?: Iterable<number | string> & object): void;

  /** What the client has done so far. */
  stats(): Stats;

  /** Forgets all users and refuses later calls with `CLOSED`; those under way go on, and components keep showing what they show. */
  close(): void;
}
