import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { createClient } from "b24-users";
import { B24UsersProvider } from "b24-users/react";
import { createFakePortal, type FakeFault } from "b24-users/testing";
import { afterEach, expect, test } from "vitest";

import { Person } from "./Person";

afterEach(cleanup);

/** Shows the user with this id of a portal where 7 is Ann Lee. */
function show(id: number, faults: FakeFault[] = []) {
  const people = [{ id: 7, firstName: "Ann", lastName: "Lee" }];
  const fake = createFakePortal({ people, faults });
  const b24 = createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
  return render(
    <B24UsersProvider client={b24}>
      <Person id={id} />
    </B24UsersProvider>,
  );
}

test("loading", () => {
  const { container } = show(7, [{ kind: "hang" }]);
  expect(container.querySelector("[aria-busy=true]")).not.toBeNull();
});

test("ready", async () => {
  show(7);
  expect((await screen.findByText("Ann Lee")).textContent).toContain("Ann Lee");
});

test("missing", async () => {
  show(8);
  expect((await screen.findByText("Unknown user")).tagName).toBe("I");
});

test("error, then ready after a retry", async () => {
  show(7, [{ kind: "error", code: "ACCESS_DENIED", times: 1 }]);
  fireEvent.click(await screen.findByText("Try again"));
  expect((await screen.findByText("Ann Lee")).textContent).toContain("Ann Lee");
});
