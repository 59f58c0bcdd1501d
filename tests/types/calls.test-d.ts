// Types of chats, lists and raw calls.
import {
  createClient,
  presenceOf,
  type B24Error,
  type BatchResponse,
  type Chat,
  initialsOf,
  isChat,
  type textColorOn,
  type Presence,
  type RestResponse,
  type RestTime,
  type UserFilter,
  type UserList,
} from "b24-users";

import { expect, type Same } from "./expect.js";

const b24 = createClient({ portal: "example.bitrix24.com", auth: "token" });

expect<Same<Awaited<ReturnType<typeof b24.getChatUserIds>>, number[]>>();
expect<Same<Awaited<ReturnType<typeof b24.getChatUsers>>, UserList>>();
const chats: Chat[] = [12, "chat12", "sg7", "crm3"];
void b24.getChatUsers(12, { partial: true, onProgress: ({ done }) => void done });
void chats;
// @ts-expect-error portals would treat it as user 12
void b24.getChatUserIds("12");
// @ts-expect-error there are no ids that could be invalid
void b24.getChatUsers(12, { invalid: "report" });

for await (const ids of b24.listUserIds({
  ACTIVE: true,
  ">ID": 4,
  "!@UF_DEPARTMENT": [1, 2],
  "%NAME": "Em",
}))
  expect<Same<typeof ids, number[]>>();
for await (const ids of b24.searchUserIds("Smith", { deadlineMs: 1000 }))
  expect<Same<typeof ids, number[]>>();
void b24.listUserIds();
const filter: UserFilter = {
  UF_USR_1700000000: "x",
  PERSONAL_MOBILE: "1",
  WORK_POSITION: ["a", "b"],
  DATE_REGISTER: new Date(),
};
void filter;
// @ts-expect-error portals ignore a misspelt field
void b24.listUserIds({ LASTNAME: "Smith" });
filter.UF_DEPARTMENT = 5;
filter["!ACTIVE"] = true;
// @ts-expect-error without the condition, all users would match
void b24.listUserIds({ UF_DEPARTMENT: undefined });
// @ts-expect-error portals ignore empty conditions
void b24.listUserIds({ ID: null });
// @ts-expect-error a phrase is required
void b24.searchUserIds();

const raw = await b24.call("user.current");
expect<Same<typeof raw, RestResponse>>();
expect<Same<typeof raw.result, unknown>>();
expect<Same<typeof raw.time, RestTime>>();
const typed = await b24.call<{ ID: string }[]>("user.get", {
  filter: { ID: [4, 5n], ACTIVE: true },
  order: null,
  from: new Date(),
  none: undefined,
});
expect<Same<(typeof typed)["result"], { ID: string }[]>>();
expect<Same<(typeof typed)["next"], number | undefined>>();
void b24.call(
  "crm.deal.add",
  { fields: {} },
  { idempotent: true, signal: new AbortController().signal, deadlineMs: 1 },
);
// @ts-expect-error a function is no parameter
void b24.call("user.get", { filter: () => 4 });
// @ts-expect-error misspelt
void b24.call("user.get", {}, { safe: true });

const batch = await b24.batch({
  me: { method: "user.current" },
  all: { method: "user.get", params: { start: 50 } },
});
expect<Same<typeof batch, BatchResponse>>();
expect<Same<typeof batch.results, Record<string, RestResponse>>>();
expect<Same<typeof batch.errors, Record<string, B24Error>>>();
const precise = await b24.batch<{ me: { ID: string }; all: unknown[] }>({
  me: { method: "user.current" },
  all: { method: "user.get" },
});
expect<Same<typeof precise.results.me, RestResponse<{ ID: string }> | undefined>>();
expect<Same<typeof precise.errors.all, B24Error | undefined>>();
// @ts-expect-error a command is missing
void b24.batch<{ me: unknown; all: unknown }>({ me: { method: "user.current" } });
// @ts-expect-error a method is required
void b24.batch({ me: { params: {} } });

const presence = presenceOf(
  { lastActivityDate: "2026-03-02T12:00:00+03:00", absent: null },
  { now: new Date() },
);
expect<Same<typeof presence, Presence>>();
void presenceOf((await b24.getUsers([4])).users[0]!);

declare const dialogId: string;
// @ts-expect-error any string is not a chat
void b24.getChatUsers(dialogId);
if (isChat(dialogId)) void b24.getChatUsers(dialogId);
expect<Same<ReturnType<typeof initialsOf>, string>>();
expect<Same<ReturnType<typeof textColorOn>, "#fff" | "#000" | "inherit">>();
void initialsOf({ name: "Emily Smith" });
