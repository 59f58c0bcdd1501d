import { storeOf } from "./user-store.js";

/** The store of what an application gives, if it is what is due. */
export function givenStore(client, initial) {
  if (!client?.loadUser) throw new Error("No client of createClient");
  if (initial && !(initial.users && initial.missing)) throw new Error("initial is no { users, missing }");
  return storeOf(client, initial);
}
