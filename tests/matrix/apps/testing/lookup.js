// Uses `b24-users/testing` instead of the fake portal's HTTP server.
import { createClient } from "b24-users";
import { createFakePortal } from "b24-users/testing";

export async function lookup() {
  const fake = createFakePortal();
  const b24 = createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
  const { users, missing } = await b24.getUsers([4, 5, 999]);
  return { users: users.map((user) => user.name), missing };
}
