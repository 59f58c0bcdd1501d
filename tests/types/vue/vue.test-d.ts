// Types of the Vue entry.
import { createApp, ref, type ComputedRef } from "vue";

import { type B24Error, type Client, createClient, type User } from "b24-users";
import {
  b24Users,
  dehydrate,
  useB24Users,
  useUser,
  useUsers,
  type InitialUsers,
  type UserState,
  type UsersState,
} from "b24-users/vue";

import { expect, type Same } from "../expect.js";

const b24 = createClient({ portal: "example.bitrix24.com", auth: "token" });
createApp({}).use(b24Users(b24));
createApp({}).use(b24Users(b24, { initial: await b24.getUsers([4]) }));
createApp({}).use(b24Users({ loadUser: async () => null }, { initial: dehydrate(b24) }));
expect<Same<ReturnType<typeof dehydrate>, InitialUsers>>();

const { user, status, error, refresh, state } = useUser(4);
expect<Same<typeof user, ComputedRef<User | null>>>();
expect<Same<typeof status, ComputedRef<"idle" | "loading" | "ready" | "missing" | "error">>>();
expect<Same<typeof error, ComputedRef<B24Error | null>>>();
expect<Same<typeof state, ComputedRef<UserState>>>();
void refresh();
if (state.value.status === "ready") expect<Same<typeof state.value.user, User>>();
if (state.value.status === "error") expect<Same<typeof state.value.error, B24Error>>();

useUser("4");
useUser(null);
useUser(ref(4));
useUser(() => undefined);
// @ts-expect-error a list is no id
useUser([4]);

const list = useUsers(() => new Set([4, "5", null]));
expect<Same<typeof list.users, ComputedRef<User[]>>>();
expect<Same<typeof list.missing, ComputedRef<number[]>>>();
expect<Same<typeof list.errors, ComputedRef<B24Error[]>>>();
expect<Same<typeof list.state, ComputedRef<UsersState>>>();
useUsers(ref([4]));
useUsers(null);
// @ts-expect-error a string would be a list of its characters
useUsers("45");
// @ts-expect-error a client is required
b24Users({});

const client = useB24Users();
expect<Same<typeof client, Client>>();
