// Types of the element: its tag name and its events.
import { createClient, type User } from "b24-users";
import { defineUserElement, type B24UserElement, type UserState } from "b24-users/element";

import { expect, type Same } from "./expect.js";

const b24 = createClient({ portal: "example.bitrix24.com", auth: "token" });
const Element = defineUserElement(b24);
defineUserElement(b24, { name: "my-user", labels: { missing: "Nobody" } });
expect<Same<InstanceType<typeof Element>, B24UserElement>>();

const element = document.createElement("b24-user");
expect<Same<typeof element, B24UserElement>>();
element.userId = 4;
expect<Same<typeof element.user, User | null>>();
element.user = null;
element.addEventListener("b24-user-state", ({ detail }) =>
  expect<Same<typeof detail, UserState>>(),
);
document.addEventListener("b24-user-state", ({ detail }) =>
  expect<Same<typeof detail, UserState>>(),
);
window.addEventListener("b24-user-state", ({ detail }) => expect<Same<typeof detail, UserState>>());
void element.refresh();

defineUserElement(b24, { labels: { retry: "Again", errors: { network: "Offline" } } });
// @ts-expect-error unknown kind
defineUserElement(b24, { labels: { errors: { net: "Offline" } } });
// @ts-expect-error unknown label
defineUserElement(b24, { labels: { lost: "Nobody" } });
// @ts-expect-error read only
element.state = { status: "idle", user: null, error: null };
