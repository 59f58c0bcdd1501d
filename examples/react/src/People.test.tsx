import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { createClient } from "b24-users";
import { B24UsersProvider } from "b24-users/react";
import { createFakePortal, type FakeFault } from "b24-users/testing";
import { afterEach, expect, test } from "vitest";

import { People } from "./People";

afterEach(cleanup);

/** Shows the users with these ids of a portal where 7 is Ann Lee and 8 is Bob Ray. */
function show(ids: number[], faults: FakeFault[] = []) {
  const people = [
    { id: 7, firstName: "Ann", lastName: "Lee" },
    { id: 8, firstName: "Bob", lastName: "Ray" },
  ];
  const fake = createFakePortal({ people, faults });
  const b24 = createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
  render(
    <B24UsersProvider client={b24}>
      <People ids={ids} />
    </B24UsersProvider>,
  );
  return fake;
}

const names = () => screen.queryAllByRole("listitem").map(({ textContent }) => textContent);

test("loading", () => {
  show([8, 7], [{ kind: "hang" }]);
  expect(screen.getByLabelText("People").getAttribute("aria-busy")).toBe("true");
});

test("ready, in the order of the ids, by one request", async () => {
  const fake = show([8, 7]);
  await screen.findByText("Ann Lee");
  expect(names()).toEqual(["Bob Ray", "Ann Lee"]);
  expect(fake.log).toMatchObject([{ method: "im.user.list.get", ids: 2, status: 200 }]);
});

test("missing", async () => {
  show([7, 9]);
  await screen.findByText("Unknown users: 9");
  expect(names()).toEqual(["Ann Lee"]);
});

test("error, then ready after a retry", async () => {
  show([7, 8], [{ kind: "error", code: "ACCESS_DENIED", times: 1 }]);
  fireEvent.click(await screen.findByText("Try again"));
  await screen.findByText("Ann Lee");
  expect(names()).toEqual(["Ann Lee", "Bob Ray"]);
});
