// The rate-limit store when IndexedDB fails for a while. tabs.test.mjs covers sharing by tabs.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

/** The compiled module, before bundling. */
const STORE = new URL("../../target/npm/modules/host/rate-limit-store.js", import.meta.url);
const PORTAL = "example.bitrix24.com";
const MINUTE = 60_000;
const SHARED = Symbol.for("b24-users/rate-limit@1");

/** The shared state of the tabs: a level and its time. */
let stored;
let opened;
/** Whether the database responds. */
let works;
beforeEach(() => {
  [stored, opened, works] = [undefined, 0, true];
  // A bound function looks native. The store uses native functions only.
  Object.assign(globalThis, { indexedDB: { open: open.bind(null) } });
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_800_000_000_000 });
});
afterEach(() => {
  delete globalThis.indexedDB;
  delete globalThis[SHARED];
  mock.timers.reset();
});

function open() {
  opened += 1;
  const store = {
    get: () => requestOf({ result: stored }),
    put: (bucket) => (stored = bucket),
  };
  const opening = { isClosed: false };
  database = opening;
  opening.close = () => (opening.isClosed = true);
  opening.transaction = () => {
    if (opening.isClosed) throw new DOMException("closed", "InvalidStateError");
    return { objectStore: () => store };
  };
  opening.request = { result: opening };
  return requestOf(opening.request);
}

/** An IndexedDB request that succeeds if the database works. */
function requestOf(request) {
  if (works) queueMicrotask(() => request.onsuccess());
  return request;
}

/** The database that `open` opened last. */
let database;

let pages = 0;
/** Loads the module for a new page. Returns a function that adds a request and returns the previous
 * level. */
async function openPage() {
  const { updateBucket } = await import(`${STORE}?page=${++pages}`);
  return async () => {
    let before;
    let isChanged = false;
    const changed = updateBucket(PORTAL, (level) => {
      // As in the module, once only.
      if (isChanged) return undefined;
      [before, isChanged] = [level, true];
      return [level + 1, Date.now()];
    });
    // A working database has responded after these ticks. The timer passes the time limit.
    for (let turn = 0; turn < 20; turn += 1) await null;
    mock.timers.tick(1000);
    await changed;
    return before;
  };
}

test("a local request does not wait for the store, which adds it to those of other tabs", async () => {
  const { addRequest, localBucket } = await import(`${STORE}?page=local`);
  stored = [10, Date.now() - 1000];
  works = false;
  for (const level of [1, 2]) addRequest(PORTAL, [level, Date.now()]);
  assert.equal(opened, 0, "opening the database would delay the request");
  await null;
  assert.deepEqual([localBucket(PORTAL)[0], stored[0], opened], [2, 10, 1]);
  works = true;
  database.request.onsuccess();
  for (let turn = 0; turn < 20; turn += 1) await null;
  // One second after the others' last request, 2 of theirs have leaked.
  assert.deepEqual([localBucket(PORTAL)[0], stored[0]], [10, 10]);
});

test("a local request is added to later requests of other tabs", async () => {
  const { addRequest, localBucket } = await import(`${STORE}?page=later`);
  addRequest(PORTAL, [1, Date.now()]);
  stored = [10, Date.now() + 5];
  for (let turn = 0; turn < 20; turn += 1) await null;
  assert.deepEqual([localBucket(PORTAL)[0], stored], [11, [11, Date.now() + 5]]);
  addRequest(PORTAL, [12, Date.now()]);
  for (let turn = 0; turn < 20; turn += 1) await null;
  assert.equal(stored[0], 12, "each request is added once");
});

test("a page counts its own requests while the database is unavailable, and reopens it later", async () => {
  const addRequest = await openPage();
  works = false;
  assert.deepEqual([await addRequest(), opened], [0, 1]);
  works = true;
  assert.deepEqual([await addRequest(), await addRequest(), opened, stored], [1, 2, 1, undefined]);
  mock.timers.tick(MINUTE);
  assert.deepEqual([await addRequest(), opened, stored[0]], [3, 2, 4]);
  // The state of other tabs is used from then on.
  stored = [10, Date.now()];
  assert.deepEqual([await addRequest(), opened], [10, 2]);
});

test("reopening backs off, and the backoff is reset after a success", async () => {
  const addRequest = await openPage();
  const openedWithin = async (minutes) => {
    const before = opened;
    for (let second = 0; second < minutes * 30; second += 1) {
      await addRequest();
      mock.timers.tick(1000);
    }
    return opened - before;
  };
  works = false;
  const counts = [await openedWithin(1), await openedWithin(5), await openedWithin(5)];
  assert.ok(counts[0] >= 3 && counts[0] <= 6, `${counts}`);
  assert.ok(counts[1] >= 4 && counts[1] <= 5 && counts[2] >= 4 && counts[2] <= 5, `${counts}`);
  works = true;
  mock.timers.tick(2 * MINUTE);
  await addRequest();
  works = false;
  assert.equal(await openedWithin(1 / 6), 1);
});

test("a clock that is set back does not delay reopening", async () => {
  const addRequest = await openPage();
  works = false;
  await addRequest();
  works = true;
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_700_000_000_000 });
  await addRequest();
  assert.equal(opened, 2);
});

test("requests of other tabs are kept when the store recovers", async () => {
  const addRequest = await openPage();
  works = false;
  await addRequest();
  mock.timers.tick(MINUTE);
  stored = [40, Date.now()];
  mock.timers.tick(1000);
  await addRequest();
  works = true;
  mock.timers.tick(MINUTE);
  stored = [40, Date.now() - 2 * MINUTE];
  assert.equal(await addRequest(), 2, "the other requests have leaked by now");
  works = false;
  await addRequest();
  works = true;
  // This page's own request is newer than those of the others.
  stored = [40, Date.now() - 1000];
  mock.timers.tick(MINUTE);
  assert.equal(await addRequest(), 38);
});

test("concurrent updates that wait for a stalled database count as one failure", async () => {
  const { updateBucket } = await import(`${STORE}?page=several`);
  const change = (level) => [level + 1, Date.now()];
  works = false;
  const changes = [1, 2, 3].map(() => updateBucket(PORTAL, change));
  mock.timers.tick(1000);
  await Promise.all(changes);
  mock.timers.tick(5000);
  works = true;
  await updateBucket(PORTAL, change);
  assert.deepEqual([opened, stored[0]], [2, 4]);
});

test("a page counts its own requests if access to indexedDB throws", async () => {
  Object.defineProperty(globalThis, "indexedDB", {
    configurable: true,
    get() {
      throw new DOMException("denied", "SecurityError");
    },
  });
  const addRequest = await openPage();
  assert.deepEqual([await addRequest(), await addRequest(), opened], [0, 1, 0]);
});

test("no request is delayed by more than 100 ms", async () => {
  const { updateBucket } = await import(`${STORE}?page=patience`);
  works = false;
  let isDone = false;
  const changed = updateBucket(PORTAL, (level) => [level + 1, Date.now()]).then(
    () => (isDone = true),
  );
  mock.timers.tick(99);
  for (let turn = 0; turn < 20; turn += 1) await null;
  assert.equal(isDone, false);
  mock.timers.tick(1);
  await changed;
  // A later request is not delayed until the database is reopened.
  await updateBucket(PORTAL, (level) => [level + 1, Date.now()]);
});

test("a database that responds late is used from then on", async () => {
  const addRequest = await openPage();
  works = false;
  await addRequest();
  works = true;
  database.request.onsuccess();
  for (let turn = 0; turn < 20; turn += 1) await null;
  assert.deepEqual([await addRequest(), opened, stored[0], database.isClosed], [1, 1, 2, false]);
});

test("a database that responds after another has been opened is closed", async () => {
  const addRequest = await openPage();
  works = false;
  await addRequest();
  const first = database;
  works = true;
  mock.timers.tick(MINUTE);
  await addRequest();
  first.request.onsuccess();
  for (let turn = 0; turn < 20; turn += 1) await null;
  assert.deepEqual(
    [first.isClosed, database.isClosed, await addRequest(), opened],
    [true, false, 2, 2],
  );
});

for (const event of ["onversionchange", "onclose"]) {
  test(`${event}: the database is closed and reopened by the next request`, async () => {
    const addRequest = await openPage();
    await addRequest();
    const first = database;
    first[event]();
    assert.equal(first.isClosed, true);
    assert.deepEqual([await addRequest(), opened, stored[0]], [1, 2, 2]);
  });
}

test("a replaced indexedDB is not used, since it may depend on fake timers", async () => {
  Object.assign(globalThis, { indexedDB: { open } });
  const { updateBucket } = await import(`${STORE}?page=replaced`);
  works = false;
  await updateBucket(PORTAL, (level) => [level + 1, Date.now()]);
  assert.equal(opened, 0);
});

test("copies of the package in one process share their state under a versioned key", async () => {
  delete globalThis.indexedDB;
  const [first, second] = [await openPage(), await openPage()];
  assert.deepEqual([await first(), await second(), await first()], [0, 1, 2]);
  assert.deepEqual([...globalThis[SHARED].keys()], [PORTAL]);
});

test("a copy counts its own requests if globals are frozen", async () => {
  delete globalThis.indexedDB;
  Object.defineProperty(globalThis, SHARED, { configurable: true, get: () => undefined });
  const addRequest = await openPage();
  assert.deepEqual([await addRequest(), await addRequest()], [0, 1]);
});

test("requests that were not stored leak at the lowest known rate", async () => {
  const { updateBucket } = await import(`${STORE}?page=rates`);
  let before;
  const addRequest = async (perSecond) => {
    const changed = updateBucket(PORTAL, (...state) => {
      before = state;
      return [state[0] + 1, Date.now(), perSecond, Date.now()];
    });
    for (let turn = 0; turn < 20; turn += 1) await null;
    mock.timers.tick(1000);
    await changed;
  };
  works = false;
  await addRequest(5);
  works = true;
  stored = [40, Date.now() - 1000, 1, Date.now() - 1000];
  mock.timers.tick(MINUTE);
  await addRequest(5);
  // The stored level, one second later, at one request per second.
  assert.deepEqual(before.slice(0, 1).concat(before[2]), [39, 1]);
});
