// `presenceOf`: the presence of users.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { portal } from "./support/portal.mjs";

let app, presenceOf, createClient;
before(async () => {
  app = new App();
  ({ presenceOf, createClient } = await app.import());
});
after(() => app.remove());

const now = Date.parse("2026-03-02T12:00:00+03:00");
const unknown = {
  lastActivityDate: null,
  mobileLastDate: null,
  desktopLastDate: null,
  absent: null,
};
const of = (fields, options) => presenceOf({ ...unknown, ...fields }, { now, ...options });

test("a user with recent activity is online", () => {
  assert.deepEqual(of({ lastActivityDate: "2026-03-02T11:40:00+03:00" }), {
    online: true,
    lastSeen: "2026-03-02T11:40:00+03:00",
    backOn: null,
  });
  assert.equal(of({ lastActivityDate: "2026-03-02T11:35:00+03:00" }).online, false);
  assert.equal(
    of({ lastActivityDate: "2026-03-02T11:40:00+03:00" }, { withinMs: 60_000 }).online,
    false,
  );
  // The portal's clock may be ahead.
  assert.equal(of({ lastActivityDate: "2026-03-02T12:05:00+03:00" }).online, true);
  assert.equal(
    of({ lastActivityDate: "2026-03-02T12:00:00+03:00" }, { now: new Date(now) }).online,
    true,
  );
});

test("lastSeen is the latest of all dates, across time zones", () => {
  const lastSeen = "2026-03-02T09:50:00+01:00";
  assert.equal(
    of({ lastActivityDate: "2026-03-02T11:00:00+03:00", desktopLastDate: lastSeen }).lastSeen,
    lastSeen,
  );
});

test("presence is null without data of the portal", () => {
  assert.deepEqual(of({}), { online: null, lastSeen: null, backOn: null });
  assert.deepEqual(presenceOf({ lastActivityDate: null, absent: null }).online, null);
  assert.deepEqual(of({ lastActivityDate: "soon" }).online, null);
});

test("backOn is the end of an absence, if it is in the future", () => {
  assert.equal(of({ absent: "2026-03-16T00:00:00+03:00" }).backOn, "2026-03-16T00:00:00+03:00");
  assert.equal(of({ absent: "2026-03-01T00:00:00+03:00" }).backOn, null);
});

test("presence of loaded users", async () => {
  const b24 = createClient({ portal: portal.origin, auth: portal.accessToken });
  const { users } = await b24.getUsers([4, 17, 93]);
  const [person, bot, away] = users.map((user) => presenceOf(user, { now: Date.now() }));
  assert.equal(typeof person.online, "boolean");
  assert.deepEqual(bot, { online: null, lastSeen: null, backOn: null });
  assert.equal(
    away.backOn,
    users[2].absent && Date.parse(users[2].absent) > Date.now() ? users[2].absent : null,
  );
});

test("activity in the desktop application counts", async () => {
  const body = await readFile(
    new URL("../fixtures/user-get-desktop-online.json", import.meta.url),
    "utf8",
  );
  const { id } = JSON.parse(body).result;
  const fetch = async () => ({ status: 200, text: async () => body });
  const user = await createClient({ portal: portal.origin, auth: "t", fetch }).getUser(id);
  const { lastSeen, online } = presenceOf(user, { now: Date.parse(user.desktopLastDate) });
  assert(Date.parse(lastSeen) >= Date.parse(user.desktopLastDate));
  assert.equal(online, true);
});
