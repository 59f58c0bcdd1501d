// Types of the React entry.
import { createElement } from "react";

import { type B24Error, type Client, createClient, type User } from "b24-users";
import {
  B24UsersProvider,
  dehydrate,
  type InitialUsers,
  useB24Users,
  useUser,
  useUsers,
} from "b24-users/react";

import { expect, type Same } from "./expect.js";

const b24 = createClient({ portal: "example.bitrix24.com", auth: "token" });
createElement(B24UsersProvider, { client: b24 }, "children");
createElement(B24UsersProvider, { client: b24, initial: await b24.getUsers([4]) });
createElement(B24UsersProvider, {
  client: { loadUser: async () => null },
  initial: dehydrate(b24),
});
// @ts-expect-error a client is required
createElement(B24UsersProvider, {});
expect<Same<ReturnType<typeof dehydrate>, InitialUsers>>();

const state = useUser(4, { suspense: true });
expect<Same<typeof state.user, User | null>>();
expect<Same<typeof state.isStale, boolean>>();
expect<Same<typeof state.status, "idle" | "loading" | "ready" | "missing" | "error">>();
void state.refresh();
if (state.status === "ready") expect<Same<typeof state.user, User>>();
if (state.status === "error") expect<Same<typeof state.error, B24Error>>();
if (state.status === "missing") expect<Same<typeof state.user, null>>();

useUser("4");
useUser(undefined);
// @ts-expect-error a list is no id
useUser([4]);
// @ts-expect-error misspelt
useUser(4, { suspens: true });

const list = useUsers([4, "5", null]);
expect<Same<typeof list.users, User[]>>();
expect<Same<typeof list.missing, number[]>>();
expect<Same<typeof list.errors, B24Error[]>>();
expect<Same<typeof list.status, "idle" | "loading" | "ready" | "error">>();
useUsers(new Set([4]));
useUsers(null);
// @ts-expect-error a string would be a list of its characters
useUsers("45");

const client = useB24Users();
expect<Same<typeof client, Client>>();
const standIn = { loadUser: async () => null };
expect<Same<ReturnType<typeof useB24Users<typeof standIn>>, typeof standIn>>();
