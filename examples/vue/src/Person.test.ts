import { mount } from "@vue/test-utils";
import { createClient } from "b24-users";
import { createFakePortal, type FakeFault } from "b24-users/testing";
import { b24Users } from "b24-users/vue";
import { expect, test, vi } from "vitest";

import Person from "./Person.vue";

/** Shows the user with this id of a portal where 7 is Ann Lee. */
function show(id: number, faults: FakeFault[] = []) {
  const people = [{ id: 7, firstName: "Ann", lastName: "Lee" }];
  const fake = createFakePortal({ people, faults });
  const b24 = createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
  return mount(Person, { props: { id }, global: { plugins: [b24Users(b24)] } });
}

test("loading", () => {
  const person = show(7, [{ kind: "hang" }]);
  expect(person.find("[aria-busy=true]").exists()).toBe(true);
});

test("ready", async () => {
  const person = show(7);
  await vi.waitFor(() => expect(person.text()).toContain("Ann Lee"));
});

test("missing", async () => {
  const person = show(8);
  await vi.waitFor(() => expect(person.text()).toBe("Unknown user"));
});

test("error, then ready after a retry", async () => {
  const person = show(7, [{ kind: "error", code: "ACCESS_DENIED", times: 1 }]);
  await vi.waitFor(() => expect(person.find("[role=alert]").exists()).toBe(true));
  await person.find("button").trigger("click");
  await vi.waitFor(() => expect(person.text()).toContain("Ann Lee"));
});
