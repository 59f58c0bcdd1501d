import type { InitialUsers, UserSource } from "./user-state.js";
import { getViewFactory, type ViewFactory } from "./user-store.js";

/** A client and the views of its users. */
export interface StoreContext {
  readonly client: UserSource;
  readonly createView: ViewFactory;
}

/** Validates what an application provides, and returns the views of the client's users. */
export function createStoreContext(
  client: UserSource,
  initial?: InitialUsers | null,
): StoreContext {
  if (!client?.loadUser) throw new Error("The client must be a client of createClient");
  if (initial && !(initial.users && initial.missing)) {
    throw new Error("initial must be { users, missing }");
  }
  return { client, createView: getViewFactory(client, initial) };
}
