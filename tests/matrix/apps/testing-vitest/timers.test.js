// The fake portal with the runner's fake timers.
import { createClient } from "b24-users";
import { createFakePortal } from "b24-users/testing";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("delays of the portal pass with fake timers", async () => {
  const fake = createFakePortal({ faults: [{ kind: "delay", ms: 30_000 }] });
  vi.stubGlobal("fetch", fake.fetch);
  const b24 = createClient({ portal: fake.origin, auth: fake.accessToken });
  await b24.ready;
  vi.useFakeTimers();
  const call = b24.getUsers([4, 999]);
  await vi.advanceTimersByTimeAsync(30_000);
  const { users, missing } = await call;
  expect([users[0].name, missing]).toEqual(["Emily Smith", [999]]);
});

test("deadlines expire with fake timers", async () => {
  const fake = createFakePortal({ faults: [{ kind: "hang" }] });
  const b24 = createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
  await b24.ready;
  vi.useFakeTimers();
  const call = expect(b24.getUsers([4], { deadlineMs: 10_000 })).rejects.toMatchObject({
    code: "DEADLINE_EXCEEDED",
  });
  await vi.advanceTimersByTimeAsync(10_000);
  await call;
});
