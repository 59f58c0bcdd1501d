// User objects of the packed package equal those of the native core (`tests/golden/decoding`).
// The objects are built in JavaScript, which native tests do not cover.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";

const urlOf = (folder, name) => new URL(`../${folder}/${name}`, import.meta.url);
const json = (folder, name) => JSON.parse(readFileSync(urlOf(folder, name), "utf8"));
const lists = readdirSync(urlOf("golden/decoding", "")).filter(
  (name) => json("golden/decoding", name).users?.length > 0,
);

let app, createClient;
before(async () => {
  app = new App();
  ({ createClient } = await app.import());
});
after(() => app.remove());

const clientOf = (body) =>
  createClient({
    portal: "example.bitrix24.com",
    auth: "token",
    limits: { idsPerCall: 300 },
    fetch: async () => new Response(body),
  });

test("the golden files contain users", () => {
  assert.ok(lists.length >= 15);
  assert.ok(
    lists.some((name) =>
      json("golden/decoding", name).users.some(({ botData }) => botData !== null),
    ),
  );
});

for (const name of lists) {
  test(`${name}: equals the core's result`, async () => {
    const { users, missing, issues } = json("golden/decoding", name);
    const b24 = clientOf(readFileSync(urlOf("fixtures", name)));
    const ids = [...users.map(({ id }) => id), ...missing];
    for (const read of [() => b24.getUsers(ids, { fresh: true }), () => b24.getUsers(ids)]) {
      const list = await read();
      assert.deepStrictEqual([list.users, list.missing, list.issues], [users, missing, issues]);
    }
  });
}

test("unknown fields are in `extra`, from the response and from the cache", async () => {
  const people = Array.from({ length: 300 }, (_, index) => ({
    id: index + 1,
    name: `Анна ${index}`,
    first_name: "Анна",
    ...(index % 3 ? { profile: `/user/${index}/, {"}`, nested: [{ deep: [index] }] } : {}),
    phones: index % 2 ? { work_phone: "1", fax: `${index}` } : false,
    bot_data:
      index % 5
        ? null
        : {
            id: index,
            code: "c",
            type: "bot",
            app_id: `app.${index}`,
            unknown: index,
            is_hidden: true,
          },
  }));
  const extraOf = (/** @type {any} */ { profile, nested, phones, bot_data }) => ({
    ...(profile ? { profile, nested } : {}),
    ...(phones ? { phones: { fax: phones.fax } } : {}),
    ...(bot_data ? { bot_data: { unknown: bot_data.unknown } } : {}),
  });
  const b24 = clientOf(JSON.stringify({ result: people }, null, 1));
  const check = (user) => {
    const person = people[user.id - 1];
    assert.deepStrictEqual(user.extra, extraOf(person));
    assert.equal(user.botData?.appId ?? null, person.bot_data?.app_id ?? null);
    assert.deepEqual(
      [user.name, user.firstName, user.phones?.workPhone],
      [person.name, "Анна", person.phones ? "1" : undefined],
    );
  };
  const { users } = await b24.getUsers(people.map(({ id }) => id));
  assert.equal(users.length, people.length);
  users.forEach(check);
  // Changes to a returned user do not affect later results.
  for (const user of users) for (const key of Object.keys(user.extra)) user.extra[key] = "changed";
  for (const id of [300, 2, 2, 1]) check(await b24.loadUser(id));
  (await b24.getUsers([7, 300, 8])).users.forEach(check);
});
