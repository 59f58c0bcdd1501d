// What the entries for frameworks know of users between two components: how long, and of how many.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, afterEach, beforeEach, mock, test } from "node:test";
import { pathToFileURL } from "node:url";

import { App } from "./support/app.mjs";

const app = new App();
after(() => app.remove());
const ENTRY = join(app.folder, "node_modules/b24-users/dist/index.js");
const { createClient } = await import(pathToFileURL(ENTRY).href);
/**
 * The module as it was compiled, before it was bundled. The tests pass stand-ins for clients and
 * users, and values that are no ids.
 *
 * @typedef {typeof import("../../target/npm/modules/components/user-store.js")} Store
 * @typedef {ReturnType<ReturnType<Store["getViewFactory"]>>} UserView
 * @type {{
 *   dehydrate(client: object): ReturnType<Store["dehydrate"]>,
 *   getViewFactory(client: object, initial?: object): (ids: any) => UserView,
 *   serializeIds(ids: unknown): string,
 *   toUsersState: Store["toUsersState"],
 * }}
 */
const { dehydrate, getViewFactory, serializeIds, toUsersState } = await import(
  "../../target/npm/modules/components/user-store.js"
);
const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

beforeEach(() => mock.timers.enable({ apis: ["Date"], now: NOW }));
afterEach(() => mock.timers.reset());

/** A client of its own, which notes who is asked for, and its store. */
function begin(given = {}) {
  const asked = [];
  const client = {
    ...given,
    async loadUser(id) {
      asked.push(id);
      return { id, name: `user ${id}` };
    },
  };
  return { client, asked, viewOf: getViewFactory(client) };
}

/** A real client of a portal where one user has another name in each answer, and its store. */
function beginWithPortal(options) {
  const names = [];
  const fetch = async () => {
    names.push(`name ${names.length + 1}`);
    return Response.json({ result: [{ id: 1, name: names.at(-1) }] });
  };
  const client = createClient({ portal: "example.bitrix24.com", auth: "token", fetch, ...options });
  return { client, names, viewOf: getViewFactory(client) };
}

/**
 * Shows user 1 until the function it returns is called. `seen()` gives each name or status that was
 * shown.
 */
function watchOne(viewOf) {
  const view = viewOf([1]);
  const seen = [];
  const look = () => {
    const [{ status, user }] = view.getSnapshot();
    const shown = status === "ready" ? user.name : status;
    if (seen.at(-1) !== shown) seen.push(shown);
  };
  const end = view.subscribe(look);
  look();
  return { seen, end };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Waits for what comes of real requests; the test's own limit of time ends what never does. */
async function until(isThere) {
  while (!isThere()) await settled();
}
const range = (first, count) => Array.from({ length: count }, (_, at) => first + at);

/** Shows users for a moment; gives their statuses at first. */
async function show(viewOf, ids) {
  const view = viewOf(ids);
  const end = view.subscribe(() => {});
  const statuses = view.getSnapshot().map(({ status }) => status);
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
  const end = viewOf(ids).subscribe(() => {});
  await settled();
  for (let first = 10_001; first < 15_000; first += 500) await show(viewOf, range(first, 500));
  mock.timers.tick(2 * MINUTE);
  asked.length = 0;
  assert.deepEqual([await show(viewOf, ids), asked], [new Set(["ready"]), ids]);
  end();
});

test("who is being shown for long is renewed with the next who shows the user", async () => {
  const { names, client, viewOf } = beginWithPortal({});
  const first = watchOne(viewOf);
  await until(() => names.length === 1 && first.seen.at(-1) === "name 1");
  mock.timers.tick(60 * MINUTE);
  const second = watchOne(viewOf);
  await until(() => second.seen.at(-1) === "name 2");
  assert.deepEqual(
    [first.seen, second.seen],
    [
      ["loading", "name 1", "name 2"],
      ["name 1", "name 2"],
    ],
  );
  client.close();
});

test("who is invalidated is renewed where shown, and otherwise unknown", async () => {
  for (const ids of [[1], ["1"], undefined]) {
    const { client, viewOf } = beginWithPortal({});
    const first = watchOne(viewOf);
    await until(() => first.seen.at(-1) === "name 1");
    client.invalidate([2]);
    client.invalidate(ids);
    await until(() => first.seen.at(-1) === "name 2");
    assert.deepEqual(first.seen, ["loading", "name 1", "name 2"]);
    first.end();
    await settled();
    client.invalidate(ids);
    const second = watchOne(viewOf);
    await until(() => second.seen.at(-1) === "name 3");
    assert.deepEqual(second.seen, ["loading", "name 3"]);
  }
});

test("a view that is invalidated before it is watched is asked for anew", async () => {
  const { client, viewOf } = beginWithPortal({});
  const view = viewOf([1]);
  await view.load();
  client.invalidate();
  assert.deepEqual(
    view.getSnapshot().map(({ status }) => status),
    ["loading"],
  );
  await view.load();
  assert.equal(view.getSnapshot()[0].user.name, "name 2");
});

test("after its client is closed a user is shown by whoever shows it, and by nobody else", async () => {
  const { client, viewOf } = beginWithPortal({});
  const first = watchOne(viewOf);
  await until(() => first.seen.at(-1) === "name 1");
  client.close();
  await settled();
  assert.deepEqual(first.seen, ["loading", "name 1"]);
  first.end();
  await settled();
  const second = viewOf([1]);
  second.subscribe(() => {});
  await until(() => second.getSnapshot()[0].status === "error");
  assert.equal(second.getSnapshot()[0].error.code, "CLOSED");
});

test("what is shown, waited for or about to be written down outlives the closing of its client", async () => {
  const { client, viewOf } = beginWithPortal({});
  const shown = watchOne(viewOf);
  await until(() => shown.seen.at(-1) === "name 1");
  client.close();
  const later = watchOne(viewOf);
  mock.timers.tick(2 * MINUTE);
  const last = watchOne(viewOf);
  await settled();
  assert.deepEqual([shown.seen.at(-1), later.seen, last.seen], ["name 1", ["name 1"], ["name 1"]]);
  // As a list that changes does.
  for (const { end } of [shown, later, last]) end();
  const changed = watchOne(viewOf);
  await settled();
  assert.deepEqual(changed.seen, ["name 1"]);

  const server = beginWithPortal({});
  const view = server.viewOf([1]);
  const work = view.load();
  await until(() => server.names.length > 0);
  server.client.close();
  await work;
  assert.equal(view.load(), undefined);
  assert.deepEqual(
    dehydrate(server.client).users.map(({ name }) => name),
    ["name 1"],
  );
});

test("nobody is known for longer than the client remembers", async () => {
  const { viewOf } = beginWithPortal({ cache: { ttlMs: 1000 } });
  const first = watchOne(viewOf);
  await until(() => first.seen.at(-1) === "name 1");
  first.end();
  await settled();
  mock.timers.tick(999);
  const second = watchOne(viewOf);
  await settled();
  second.end();
  await settled();
  mock.timers.tick(1);
  const third = watchOne(viewOf);
  await until(() => third.seen.at(-1) === "name 2");
  assert.deepEqual([second.seen, third.seen], [["name 1"], ["name 1", "name 2"]]);
});

test("initial users are news once, and never to those who show the user", async () => {
  const { client, names, viewOf } = beginWithPortal({});
  const first = watchOne(viewOf);
  await until(() => first.seen.at(-1) === "name 1");
  const initial = { users: [{ id: 1, name: "from a server" }], missing: [] };
  const hydrated = getViewFactory(client, initial)([1]);
  assert.deepEqual(
    [hydrated.getSnapshot(true)[0].user.name, hydrated.getSnapshot()[0].user.name],
    ["from a server", "name 1"],
  );
  first.end();
  await settled();
  const other = { ...initial };
  const third = watchOne(getViewFactory(client, other));
  assert.deepEqual(third.seen, ["from a server"]);
  await viewOf([1]).refresh();
  assert.equal(third.seen.at(-1), "name 2", "what one asks for all show");
  third.end();
  await settled();
  assert.deepEqual(watchOne(getViewFactory(client, other)).seen, ["name 2"]);
  assert.equal(names.length, 2);
});

test("initial users that come in the moment in which the last component leaves are for the next", async () => {
  const { client, viewOf } = beginWithPortal({ cache: false });
  const first = watchOne(viewOf);
  await until(() => first.seen.at(-1) === "name 1");
  first.end();
  const view = getViewFactory(client, { users: [{ id: 1, name: "from a server" }], missing: [] })([
    1,
  ]);
  await settled();
  assert.deepEqual([view.getSnapshot()[0].user?.name, view.load()], ["from a server", undefined]);
});

test("initial users are shown at once where others still wait, or wait in vain", async () => {
  const initial = { users: [{ id: 1, name: "from a server" }], missing: [] };
  const fetch = {
    hanging: () => new Promise(() => {}),
    failing: () => Promise.reject(new TypeError("no network")),
  };
  for (const [status, answer] of [
    ["loading", fetch.hanging],
    ["error", fetch.failing],
  ]) {
    const { client, viewOf } = beginWithPortal({ fetch: answer, retries: 0 });
    const early = viewOf([1]);
    const waiting = watchOne(viewOf);
    await until(() => waiting.seen.at(-1) === status);
    const hydrated = getViewFactory(client, { ...initial })([1]);
    assert.equal(hydrated.getSnapshot()[0].user.name, "from a server");
    await settled();
    assert.equal(waiting.seen.at(-1), "from a server");
    assert.deepEqual(early.entries, hydrated.entries, "who came before is one of them");
  }
});

test("a list is told once of all who come together", async () => {
  const { viewOf } = begin();
  let told = 0;
  const view = viewOf(range(1, 1000));
  const end = view.subscribe(() => told++);
  await until(() => view.getSnapshot().every(({ status }) => status === "ready"));
  await settled();
  assert.equal(told, 1);
  await view.refresh();
  await settled();
  assert.equal(told, 2);
  const refreshed = view.refresh();
  await Promise.resolve();
  end();
  await refreshed;
  await settled();
  assert.equal(told, 2, "nobody is told after the end");
});

test("4 and its text are one user; a bigint is no id, and nobody else's", async () => {
  const { client, asked, viewOf } = begin();
  const end = viewOf([4, "4"]).subscribe(() => {});
  assert.equal(viewOf(["4", 4]).entries.length, 1);
  await settled();
  assert.deepEqual([asked, viewOf(["4"]).getSnapshot()[0].status], [[4], "ready"]);
  assert.notEqual(serializeIds([4n]), serializeIds([4]));
  assert.equal(viewOf([4n]).getSnapshot()[0].status, "loading");
  end();
  const b24 = createClient({
    portal: "example.bitrix24.com",
    auth: "token",
    fetch: () => assert.fail("sent"),
  });
  const view = getViewFactory(b24)([4n]);
  view.subscribe(() => {});
  await until(() => view.getSnapshot()[0].status !== "loading");
  assert.equal(view.getSnapshot()[0].error.code, "INVALID_ID");
  assert.deepEqual(dehydrate(client).missing, []);
});

test("nobody is asked for where an id stands for nobody", async () => {
  const { asked, viewOf } = begin();
  for (const id of [0, -0, "0", "", null, undefined]) {
    const view = viewOf([id]);
    view.subscribe(() => {});
    assert.deepEqual(
      [view.entries, view.getSnapshot(), serializeIds([id])],
      [[], [], "[null]"],
      String(id),
    );
    await view.refresh();
  }
  viewOf([0, 4, "", 5]).subscribe(() => {});
  // Those are mistakes.
  viewOf(["00", false, " "]).subscribe(() => {});
  await settled();
  assert.deepEqual(asked, [4, 5, "00", false, " "]);
});

test("ids that differ have keys that differ", () => {
  const lists = [undefined, [], [null], [""], [1], [1, 2], ["1,2"], [[1]], [12]];
  for (const none of [null, false, ""]) assert.doesNotThrow(() => serializeIds(none));
  assert.equal(
    new Set(lists.map(serializeIds)).size,
    lists.length - 1,
    "an array is no id, as little as nothing is",
  );
  assert.equal(serializeIds([4, "5"]), serializeIds(["4", 5]));
});

test("without a cache a user is known as long as somebody shows it, and no longer", async () => {
  for (const cache of [false, { max: 0 }, { ttlMs: 0 }]) {
    const { names, viewOf } = beginWithPortal({ cache });
    // As a component that waits does.
    await viewOf([1]).load();
    assert.equal(viewOf([1]).load(), undefined, "what was waited for is there");
    const first = watchOne(viewOf);
    first.end();
    const again = watchOne(viewOf);
    await settled();
    const second = watchOne(viewOf);
    await settled();
    assert.deepEqual([first.seen, again.seen, second.seen], [["name 1"], ["name 1"], ["name 1"]]);
    again.end();
    second.end();
    await settled();
    const third = watchOne(viewOf);
    await until(() => third.seen.at(-1) === "name 2");
    assert.deepEqual(third.seen, ["loading", "name 2"]);
    assert.equal(names.length, 2);
  }
});

test("a view that is watched late, and whose users have left meanwhile, shares them with all others", async () => {
  const { asked, viewOf } = begin();
  const late = viewOf([1]);
  mock.timers.tick(2 * MINUTE);
  for (let first = 2; first < 5000; first += 500) await show(viewOf, range(first, 500));
  const end = late.subscribe(() => {});
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

/** A client with a store of users, which are read when `read()` is called, and its views. */
function beginWithStored(stored, load = async (id) => ({ id, name: `new ${id}` })) {
  const users = new Map(stored.map((user) => [String(user.id), user]));
  const listeners = [];
  const cleared = [];
  let isRead = false;
  const calls = [];
  const client = {
    loadUser(id, options) {
      calls.push([id, options.maxAgeMs]);
      return load(id);
    },
    [Symbol.for("b24-users.internals@1")]: {
      ttlMs: undefined,
      onEvict() {},
      stored: {
        ageMs: () => 1234,
        find(id, listener) {
          const notify = () => users.has(id) && listener(users.get(id));
          if (isRead) notify();
          else listeners.push(notify);
        },
        clear(ids) {
          cleared.push(...ids);
          for (const id of ids) users.delete(String(id));
        },
      },
    },
  };
  const read = () => {
    isRead = true;
    for (const notify of listeners.splice(0)) notify();
  };
  return { client, calls, cleared, read, viewOf: getViewFactory(client) };
}

const stateOf = (view) => {
  const [{ status, user, isStale }] = view.getSnapshot();
  return [status, user?.name ?? null, isStale];
};

test("a stored user shows until the response, which no user of an earlier visit replaces", async () => {
  const { calls, read, viewOf } = beginWithStored([{ id: 1, name: "old 1" }]);
  const view = viewOf([1]);
  const end = view.subscribe(() => {});
  assert.deepEqual(stateOf(view), ["loading", null, false]);
  read();
  assert.deepEqual(stateOf(view), ["ready", "old 1", true]);
  assert.deepEqual(calls, [[1, 1234]]);
  await settled();
  assert.deepEqual(stateOf(view), ["ready", "new 1", false]);
  end();
  await settled();
  // Later views show the new one.
  assert.deepEqual(stateOf(viewOf([1])), ["ready", "new 1", false]);
});

test("a stored user that is read after the response is not shown", async () => {
  const { read, viewOf } = beginWithStored([{ id: 1, name: "old 1" }]);
  const view = viewOf([1]);
  view.subscribe(() => {});
  await settled();
  read();
  assert.deepEqual(stateOf(view), ["ready", "new 1", false]);
});

test("users of the server win over stored ones, whichever come first", async () => {
  for (const isFirst of [true, false]) {
    const { client, calls, read, viewOf } = beginWithStored([{ id: 1, name: "old 1" }]);
    const initial = { users: [{ id: 1, name: "from a server" }], missing: [] };
    if (isFirst) read();
    const early = viewOf([1]);
    if (isFirst) assert.deepEqual(stateOf(early), ["ready", "old 1", true]);
    const view = getViewFactory(client, initial)([1]);
    view.subscribe(() => {});
    read();
    await settled();
    assert.deepEqual(stateOf(view), ["ready", "from a server", false]);
    assert.deepEqual(calls, []);
  }
});

test("a refused user disappears from components and from the store, another stays", async () => {
  const refusals = [
    { kind: "access", status: 403, code: "ACCESS_DENIED" },
    { kind: "auth", status: 401, code: "INVALID_CREDENTIALS" },
  ];
  const others = [
    { kind: "network", status: null, code: "NETWORK_ERROR" },
    { kind: "auth", status: null, code: "TOKEN_UNAVAILABLE" },
  ];
  for (const error of [...refusals, ...others]) {
    const { cleared, read, viewOf } = beginWithStored([{ id: 1, name: "old 1" }], async () => {
      throw error;
    });
    read();
    const view = viewOf([1]);
    view.subscribe(() => {});
    assert.deepEqual(stateOf(view), ["ready", "old 1", true]);
    await settled();
    const isRefused = refusals.includes(error);
    assert.deepEqual(stateOf(view), isRefused ? ["error", null, false] : ["error", "old 1", true]);
    assert.deepEqual(cleared, isRefused ? [1] : []);
  }
});

test("who suspends is shown stored users as soon as they are read", async () => {
  const { calls, read, viewOf } = beginWithStored(
    [{ id: 1, name: "old 1" }],
    () => new Promise(() => {}),
  );
  const view = viewOf([1]);
  const pending = view.load();
  read();
  await pending;
  assert.deepEqual([view.load(), stateOf(view)], [undefined, ["ready", "old 1", true]]);
  view.subscribe(() => {});
  assert.equal(calls.length, 1);
});

test("a list is stale while one of its users is", async () => {
  const { read, viewOf } = beginWithStored([{ id: 1, name: "old 1" }]);
  read();
  const view = viewOf([1, 2]);
  view.subscribe(() => {});
  assert.equal(toUsersState(view.getSnapshot(), view).isStale, true);
  await settled();
  assert.equal(toUsersState(view.getSnapshot(), view).isStale, false);
});
