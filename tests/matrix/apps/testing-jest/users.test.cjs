const { createClient } = require("b24-users");
const { createFakePortal } = require("b24-users/testing");

afterEach(() => jest.restoreAllMocks());

test("an application that makes its own clients", async () => {
  const fake = createFakePortal({ people: [{ id: 7, firstName: "Ann", lastName: "Lee" }] });
  jest.spyOn(globalThis, "fetch").mockImplementation(fake.fetch);

  const b24 = createClient({ portal: fake.origin, auth: fake.accessToken });

  expect((await b24.getUsers([7, 8])).missing).toEqual([8]);
  expect(fake.log).toMatchObject([{ method: "im.user.list.get", ids: 2, status: 200 }]);
});

test("a token that expires is renewed", async () => {
  const fake = createFakePortal();
  const getToken = jest.fn(() => fake.issueToken({ expiresAfterUses: 1 }));
  const b24 = createClient({ portal: fake.origin, auth: { getToken }, fetch: fake.fetch });

  await b24.getUsers([4]);
  await b24.getUsers([5]);

  expect(getToken).toHaveBeenCalledTimes(2);
});
