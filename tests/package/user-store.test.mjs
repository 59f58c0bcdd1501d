// What the entries for frameworks know of users between two components: how long, and of how many.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, afterEach, beforeEach, mock, test } from "node:test";
import { pathToFileURL } from "node:url";

import { App } from "./support/app.mjs";

const app = new App();
after(() => app.remove());
const { dehydrate, storeOf } = await import(pathToFileURL(join(app.folder, "node_modules/b24-users/dist/user-store.js")));
const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

beforeEach(() => mock.timers.enable({ apis: ["Date"], now: NOW }));
afterEach(() => mock.timers.reset());

/** A client of its own, which notes who is asked for, and its store. */
function begin() {
  const asked = [];
  const client = {
    async loadUser(id) {
      asked.push(id);
      return { id, name: `user ${id}` };
    },
  };
  return { client, asked, viewOf: storeOf(client) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const range = (first, count) => Array.from({ length: count }, (_, at) => first + at);

/** Shows users for a moment; gives their statuses at first. */
async function show(viewOf, ids) {
  const view = viewOf(ids);
  const end = view.watch(() => {});
  const statuses = view.state().map(({ status }) => status);
  await settled();
  end();
  await settled();
  return new Set(statuses);
}

test("of many who were shown the last are known, and there at once", async () => {
  const { client, asked, viewOf } = begin();
  for (let first = 1; first < 20_000; first += 500) await show(viewOf, range(first, 500));
  const { users } = dehydrate(client);
  assert.ok(users.length >= 500 && users.length <= 2000, `${users.length} users`);
  assert.equal(users.at(-1).id, 20_000);
  asked.length = 0;
  assert.deepEqual([await show(viewOf, range(19_501, 500)), asked], [new Set(["ready"]), []]);
  assert.deepEqual([await show(viewOf, [1]), asked], [new Set(["loading"]), [1]]);
});

test("who is shown again belongs to the last", async () => {
  const { asked, viewOf } = begin();
  for (let first = 2; first < 5000; first += 500) {
    await show(viewOf, [1]);
    await show(viewOf, range(first, 500));
  }
  assert.equal(asked.filter((id) => id === 1).length, 1);
});

test("who is being shown stays known, however many come and go", async () => {
  const { asked, viewOf } = begin();
  // More than are kept of those whom nobody watches.
  const ids = range(1, 3000);
  const end = viewOf(ids).watch(() => {});
  await settled();
  for (let first = 10_001; first < 15_000; first += 500) await show(viewOf, range(first, 500));
  mock.timers.tick(2 * MINUTE);
  asked.length = 0;
  assert.deepEqual([await show(viewOf, ids), asked], [new Set(["ready"]), []]);
  end();
});

test("a view that is watched late, and whose users have left meanwhile, shares them with all others", async () => {
  const { asked, viewOf } = begin();
  const late = viewOf([1]);
  mock.timers.tick(2 * MINUTE);
  for (let first = 2; first < 5000; first += 500) await show(viewOf, range(first, 500));
  const end = late.watch(() => {});
  await settled();
  assert.deepEqual(await show(viewOf, [1]), new Set(["ready"]));
  assert.equal(asked.filter((id) => id === 1).length, 1);
  end();
});

test("a server has all whom it renders, and in the end nobody but the last", async () => {
  const { client, viewOf } = begin();
  for (const first of [1, 10_001, 20_001]) {
    const views = range(first, 3000).map((id) => viewOf([id]));
    await Promise.all(views.map((view) => view.load()));
    const { users } = dehydrate(client);
    const ids = new Set(users.map(({ id }) => id));
    assert.ok(range(first, 3000).every((id) => ids.has(id)));
    assert.ok(ids.size <= 3000 + 2000, `${ids.size} users`);
    mock.timers.tick(2 * MINUTE);
  }
});

test("nobody is fresh for longer because the clock was set back", async () => {
  const { asked, viewOf } = begin();
  await show(viewOf, [1]);
  mock.timers.setTime(NOW - 60 * MINUTE);
  await show(viewOf, [1]);
  assert.deepEqual(asked, [1, 1]);
  await show(viewOf, [1]);
  assert.deepEqual(asked, [1, 1]);
});
