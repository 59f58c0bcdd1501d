import { createClient, isB24Error } from "b24-users";
import { createFakePortal } from "b24-users/testing";
import { expect, test } from "vitest";

test("the responsible person is found by one request", async () => {
  const fake = createFakePortal({ people: [{ id: 7, firstName: "Ann", lastName: "Lee" }] });
  const b24 = createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });

  expect(await b24.loadUser(7)).toMatchObject({ name: "Ann Lee", workPosition: null });
  expect(fake.log).toMatchObject([{ method: "im.user.list.get", ids: 1, status: 200 }]);
});

test("a portal that refuses", async () => {
  const fake = createFakePortal({ faults: [{ kind: "error", code: "ACCESS_DENIED" }] });
  const b24 = createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });

  await expect(b24.loadUser(4)).rejects.toSatisfy(
    (error) => isB24Error(error) && error.kind === "access",
  );
});
