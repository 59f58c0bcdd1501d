// The call of every environment.
import { createClient } from "b24-users";

import { portal } from "./portal.js";

export async function lookup() {
  const b24 = createClient({ portal: portal.origin, auth: portal.accessToken });
  const { users, missing } = await b24.getUsers([4, 5, 999]);
  return { users: users.map((user) => user.name), missing };
}
