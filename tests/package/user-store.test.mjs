// The user store of the framework entries: caching, invalidation and subscriptions.
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
 * The compiled module, before bundling. The tests pass stubs of clients and users, and invalid ids.
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

/** A stub of a client, the ids that are loaded from it, and its store. */
function createStub(options = {}) {
  const loaded = [];
  const client = {
    ...options,
    async loadUser(id) {
      loaded.push(id);
      return { id, name: `user ${id}` };
    },
  };
  return { client, loaded, viewOf: getViewFactory(client) };
}

/** A real client of a portal that changes the user's name in each response, and its store. */
function createWithPortal(options) {
  const names = [];
  const fetch = async () => {
    names.push(`name ${names.length + 1}`);
    return Response.json({ result: [{ id: 1, name: names.at(-1) }] });
  };
  const client = createClient({ portal: "example.bitrix24.com", auth: "token", fetch, ...options });
  return { client, names, viewOf: getViewFactory(client) };
}

/**
 * Subscribes to user 1 until `end()`. `seen` lists the names and statuses without repetitions.
 */
function watchOne(viewOf) {
  const view = viewOf([1]);
  const seen = [];
  const record = () => {
    const [{ status, user }] = view.getSnapshot();
    const shown = status === "ready" ? user.name : status;
    if (seen.at(-1) !== shown) seen.push(shown);
  };
  const end = view.subscribe(record);
  record();
  return { seen, end };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Waits for a condition that depends on requests. The test's timeout ends an endless wait. */
async function until(isMet) {
  while (!isMet()) await settled();
}
const range = (first, count) => Array.from({ length: count }, (_, at) => first + at);

/** Subscribes to users for a short time. Returns their first statuses. */
async function show(viewOf, ids) {
  const view = viewOf(ids);
  const end = view.subscribe(() => {});
  const statuses = view.getSnapshot().map(({ status }) => status);
  await settled();
  end();
  await settled();
  return new Set(statuses);
}

test("the most recently shown users are cached and shown at once", async () => {
  const { client, loaded, viewOf } = createStub();
  for (let first = 1; first < 20_000; first += 500) await show(viewOf, range(first, 500));
  const { users } = dehydrate(client);
  assert.ok(users.length >= 500 && users.length <= 2000, `${users.length} users`);
  assert.equal(users.at(-1).id, 20_000);
  loaded.length = 0;
  assert.deepEqual([await show(viewOf, range(19_501, 500)), loaded], [new Set(["ready"]), []]);
  assert.deepEqual([await show(viewOf, [1]), loaded], [new Set(["loading"]), [1]]);
});

test("showing a user again marks it as recently used", async () => {
  const { loaded, viewOf } = createStub();
  for (let first = 2; first < 5000; first += 500) {
    await show(viewOf, [1]);
    await show(viewOf, range(first, 500));
  }
  assert.equal(loaded.filter((id) => id === 1).length, 1);
});

test("users with subscribers are not evicted", async () => {
  const { loaded, viewOf } = createStub();
  // More than the capacity for users without subscribers.
  const ids = range(1, 3000);
  const end = viewOf(ids).subscribe(() => {});
  await settled();
  for (let first = 10_001; first < 15_000; first += 500) await show(viewOf, range(first, 500));
  mock.timers.tick(2 * MINUTE);
  loaded.length = 0;
  assert.deepEqual([await show(viewOf, ids), loaded], [new Set(["ready"]), ids]);
  end();
});

test("a stale user is reloaded by the next subscriber, and all subscribers are updated", async () => {
  const { names, client, viewOf } = createWithPortal({});
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

test("an invalidated user is reloaded if it has subscribers, and evicted otherwise", async () => {
  for (const ids of [[1], ["1"], undefined]) {
    const { client, viewOf } = createWithPortal({});
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

test("a view that is invalidated before its first subscription loads its users again", async () => {
  const { client, viewOf } = createWithPortal({});
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

test("after the client is closed, current subscribers keep their user, and new ones get an error", async () => {
  const { client, viewOf } = createWithPortal({});
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

test("users that are shown, loading or about to be dehydrated are kept after the client is closed", async () => {
  const { client, viewOf } = createWithPortal({});
  const shown = watchOne(viewOf);
  await until(() => shown.seen.at(-1) === "name 1");
  client.close();
  const later = watchOne(viewOf);
  mock.timers.tick(2 * MINUTE);
  const last = watchOne(viewOf);
  await settled();
  assert.deepEqual([shown.seen.at(-1), later.seen, last.seen], ["name 1", ["name 1"], ["name 1"]]);
  // Like a list whose ids change.
  for (const { end } of [shown, later, last]) end();
  const changed = watchOne(viewOf);
  await settled();
  assert.deepEqual(changed.seen, ["name 1"]);

  const server = createWithPortal({});
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

test("users are not cached for longer than the client's ttlMs", async () => {
  const { viewOf } = createWithPortal({ cache: { ttlMs: 1000 } });
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

test("initial users are applied once, and do not replace users with subscribers", async () => {
  const { client, names, viewOf } = createWithPortal({});
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
  assert.equal(third.seen.at(-1), "name 2", "a refresh updates all subscribers");
  third.end();
  await settled();
  assert.deepEqual(watchOne(getViewFactory(client, other)).seen, ["name 2"]);
  assert.equal(names.length, 2);
});

test("initial users that arrive while the last subscriber leaves are kept for the next one", async () => {
  const { client, viewOf } = createWithPortal({ cache: false });
  const first = watchOne(viewOf);
  await until(() => first.seen.at(-1) === "name 1");
  first.end();
  const view = getViewFactory(client, { users: [{ id: 1, name: "from a server" }], missing: [] })([
    1,
  ]);
  await settled();
  assert.deepEqual([view.getSnapshot()[0].user?.name, view.load()], ["from a server", undefined]);
});

test("initial users replace the loading and error states of other subscribers", async () => {
  const initial = { users: [{ id: 1, name: "from a server" }], missing: [] };
  const fetch = {
    hanging: () => new Promise(() => {}),
    failing: () => Promise.reject(new TypeError("no network")),
  };
  for (const [status, respond] of [
    ["loading", fetch.hanging],
    ["error", fetch.failing],
  ]) {
    const { client, viewOf } = createWithPortal({ fetch: respond, retries: 0 });
    const early = viewOf([1]);
    const waiting = watchOne(viewOf);
    await until(() => waiting.seen.at(-1) === status);
    const hydrated = getViewFactory(client, { ...initial })([1]);
    assert.equal(hydrated.getSnapshot()[0].user.name, "from a server");
    await settled();
    assert.equal(waiting.seen.at(-1), "from a server");
    assert.deepEqual(early.entries, hydrated.entries, "an earlier view has the same entries");
  }
});

test("a list is notified once of users that arrive together", async () => {
  const { viewOf } = createStub();
  let notifications = 0;
  const view = viewOf(range(1, 1000));
  const end = view.subscribe(() => notifications++);
  await until(() => view.getSnapshot().every(({ status }) => status === "ready"));
  await settled();
  assert.equal(notifications, 1);
  await view.refresh();
  await settled();
  assert.equal(notifications, 2);
  const refreshed = view.refresh();
  await Promise.resolve();
  end();
  await refreshed;
  await settled();
  assert.equal(notifications, 2, "no notification after unsubscribing");
});

test('4 and "4" are the same user; a bigint is an invalid id', async () => {
  const { client, loaded, viewOf } = createStub();
  const end = viewOf([4, "4"]).subscribe(() => {});
  assert.equal(viewOf(["4", 4]).entries.length, 1);
  await settled();
  assert.deepEqual([loaded, viewOf(["4"]).getSnapshot()[0].status], [[4], "ready"]);
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

test("empty ids load nothing", async () => {
  const { loaded, viewOf } = createStub();
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
  // These are invalid ids.
  viewOf(["00", false, " "]).subscribe(() => {});
  await settled();
  assert.deepEqual(loaded, [4, 5, "00", false, " "]);
});

test("different lists of ids have different keys", () => {
  const lists = [undefined, [], [null], [""], [1], [1, 2], ["1,2"], [[1]], [12]];
  for (const none of [null, false, ""]) assert.doesNotThrow(() => serializeIds(none));
  assert.equal(
    new Set(lists.map(serializeIds)).size,
    lists.length - 1,
    "a nested array and an empty value are both no ids",
  );
  assert.equal(serializeIds([4, "5"]), serializeIds(["4", 5]));
});

test("without a cache, a user is kept while it has subscribers", async () => {
  for (const cache of [false, { max: 0 }, { ttlMs: 0 }]) {
    const { names, viewOf } = createWithPortal({ cache });
    // Like a suspended component.
    await viewOf([1]).load();
    assert.equal(viewOf([1]).load(), undefined, "the awaited user is available");
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

test("a view whose users were evicted before its subscription shares the new entries", async () => {
  const { loaded, viewOf } = createStub();
  const late = viewOf([1]);
  mock.timers.tick(2 * MINUTE);
  for (let first = 2; first < 5000; first += 500) await show(viewOf, range(first, 500));
  const end = late.subscribe(() => {});
  await settled();
  assert.deepEqual(await show(viewOf, [1]), new Set(["ready"]));
  assert.equal(loaded.filter((id) => id === 1).length, 1);
  end();
});

test("a server keeps all users of a rendering, and evicts those of earlier ones", async () => {
  const { client, viewOf } = createStub();
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

test("a clock that is set back does not extend freshness", async () => {
  const { loaded, viewOf } = createStub();
  await show(viewOf, [1]);
  mock.timers.setTime(NOW - 60 * MINUTE);
  await show(viewOf, [1]);
  assert.deepEqual(loaded, [1, 1]);
  await show(viewOf, [1]);
  assert.deepEqual(loaded, [1, 1]);
});

/** A client with a store of users, which are read when `read()` is called, and its views. */
function beginWithStored(stored, load = async (id) => ({ id, name: `new ${id}` })) {
  const users = new Map(stored.map((user) => [String(user.id), user]));
  const listeners = [];
  const cleared = [];
  let isRead = false;
  let endReading;
  const whenRead = new Promise((resolve) => {
    endReading = resolve;
  });
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
        whenRead: () => whenRead,
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
    endReading();
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

test("a component that suspends shows stored users once they are read, and fetches them afterwards", async () => {
  const { calls, read, viewOf } = beginWithStored([
    { id: 1, name: "old 1" },
    { id: 2, name: "old 2" },
  ]);
  const [first, second] = [viewOf([1]), viewOf([2])];
  const pending = first.load();
  await settled();
  read();
  await pending;
  // Rendered later than the first.
  assert.equal(second.load(), undefined);
  assert.deepEqual([first.load(), stateOf(first)], [undefined, ["ready", "old 1", true]]);
  assert.deepEqual(calls, []);
  for (const view of [first, second]) view.subscribe(() => {});
  // In one tick, which is one request.
  assert.deepEqual(calls, [
    [1, 1234],
    [2, 1234],
  ]);
  await settled();
  assert.deepEqual(stateOf(first), ["ready", "new 1", false]);
});

test("a component that suspends for users who are not stored fetches the whole list", async () => {
  const { calls, read, viewOf } = beginWithStored([{ id: 1, name: "old 1" }]);
  const view = viewOf([1, 2]);
  const pending = view.load();
  await settled();
  assert.deepEqual(calls, []);
  read();
  await pending;
  assert.deepEqual(calls, [
    [1, 1234],
    [2, 1234],
  ]);
  const names = view.getSnapshot().map(({ user }) => user.name);
  assert.deepEqual([view.load(), names], [undefined, ["new 1", "new 2"]]);
  view.subscribe(() => {});
  assert.equal(calls.length, 2);
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
