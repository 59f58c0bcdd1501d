// The fake portal with the runner's fake timers, and requests over the network.
const { createClient, isB24Error } = require("b24-users");
const { createFakePortal } = require("b24-users/testing");
const { portal } = require("./portal.cjs");

afterEach(() => jest.useRealTimers());

test("delays of the portal pass with fake timers", async () => {
  const fake = createFakePortal({ faults: [{ kind: "delay", ms: 30_000 }] });
  const b24 = createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
  await b24.ready;
  jest.useFakeTimers();
  const call = b24.getUsers([4]);
  await jest.advanceTimersByTimeAsync(30_000);
  expect((await call).users[0].name).toBe("Emily Smith");
});

test("errors are recognized across the runner's realms", async () => {
  const fake = createFakePortal({ faults: [{ kind: "reset" }] });
  const b24 = createClient({
    portal: fake.origin,
    auth: fake.accessToken,
    fetch: fake.fetch,
    retries: 0,
  });
  const error = await b24.getUsers([4]).catch((caught) => caught);
  expect([isB24Error(error), error.code]).toEqual([true, "NETWORK_ERROR"]);
});

test("users are loaded over the network", async () => {
  const { users, missing } = await createClient({
    portal: portal.origin,
    auth: portal.accessToken,
  }).getUsers([4, 5, 999]);
  expect([users.map((user) => user.name), missing]).toEqual([
    ["Emily Smith", "John Johnson"],
    [999],
  ]);
});
