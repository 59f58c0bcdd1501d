// Types of users: every field is present, and absent values are null.
import {
  createClient,
  websiteHref,
  type BotData,
  type Phones,
  type Stats,
  type User,
  type UserList,
  type UserChunk,
  type UserStatus,
} from "b24-users";

import { expect, type Same } from "./expect.js";

const b24 = createClient({ portal: "example.bitrix24.com", auth: "token" });
const list = await b24.getUsers([4, "5"]);
expect<Same<typeof list, UserList>>();

const user = list.users[0]!;
expect<Same<typeof user, User>>();
expect<Same<User["id"], number>>();
expect<Same<User["name"], string>>();
expect<Same<User["lastName"], string | null>>();
expect<Same<User["idle"], string | null>>();
expect<Same<User["departments"], number[]>>();
expect<Same<User["phones"], Phones | null>>();
expect<Same<Phones["innerPhone"], string | null>>();
expect<Same<User["botData"], BotData | null>>();
expect<Same<User["extra"], Record<string, unknown>>>();
expect<Same<UserList["missing"], number[]>>();
expect<Same<UserList["invalid"][number]["value"], unknown>>();
expect<Same<UserList["time"]["operating"], number | null>>();

// Unions of known values accept other strings.
const kind: User["type"] = "something newer";
const known: User["type"] = "collaber";
void [kind, known];

// No field is optional.
expect<
  Same<
    Extract<{ [K in keyof User]-?: undefined extends User[K] ? K : never }[keyof User], string>,
    never
  >
>();

// @ts-expect-error there is no such field
user.first_name;
// @ts-expect-error a number is no list of ids
b24.getUsers(4);
// @ts-expect-error a string would be a list of its characters
b24.getUsers("45");
// @ts-expect-error a boolean is no id
b24.getUsers([true]);

const part = await b24
  .streamUsers(new Set(["4"]), { onProgress: ({ done, total }) => void (done / total) })
  .next();
expect<Same<typeof part, IteratorResult<UserChunk, void>>>();
// @ts-expect-error streams always deliver the users that arrived
b24.streamUsers([4], { partial: true });
expect<Same<Awaited<ReturnType<typeof b24.loadUser>>, User | null>>();
// @ts-expect-error a list is no id
void b24.loadUser([4]);
expect<Same<Awaited<ReturnType<typeof b24.getUser>>, User>>();
expect<Same<Awaited<ReturnType<typeof b24.getStatus>>, UserStatus | null>>();
void b24.setStatus("dnd", { deadlineMs: 1000 });
void b24.startIdle({ minutesAgo: 5 });
// @ts-expect-error an id is required; getCurrentUser returns the caller
void b24.getUser();
// @ts-expect-error unknown status
void b24.setStatus("busy");
b24.invalidate();
b24.invalidate([4]);
expect<Same<ReturnType<typeof b24.stats>, Stats>>();

expect<Same<ReturnType<typeof websiteHref>, string | null>>();
websiteHref(user);
websiteHref({ website: null });
