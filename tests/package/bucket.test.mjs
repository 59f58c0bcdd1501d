// The store that tabs share, when it fails for a while. That they share it is for tabs.test.mjs.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

/** The module as it was compiled, before it was bundled. */
const STORE = new URL("../../target/npm/modules/host/rate-limit-store.js", import.meta.url);
const PORTAL = "example.bitrix24.com";
const MINUTE = 60_000;
const SHARED = Symbol.for("b24-users/rate-limit@1");

/** What the tabs share: a level and its time. */
let kept;
let opened;
/** Whether the store answers. */
let works;
beforeEach(() => {
  [kept, opened, works] = [undefined, 0, true];
  // What is bound looks native; others are not used.
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
    get: () => later({ result: kept }),
    put: (bucket) => (kept = bucket),
  };
  const mine = { isClosed: false };
  database = mine;
  mine.close = () => (mine.isClosed = true);
  mine.transaction = () => {
    if (mine.isClosed) throw new DOMException("closed", "InvalidStateError");
    return { objectStore: () => store };
  };
  mine.request = { result: mine };
  return later(mine.request);
}

/** A request that succeeds if the store works. */
function later(request) {
  if (works) queueMicrotask(() => request.onsuccess());
  return request;
}

/** The database whose opening `open` has begun last. */
let database;

let pages = 0;
/** A page's way to put a request in; it gives the level before. */
async function begin() {
  const { updateBucket } = await import(`${STORE}?page=${++pages}`);
  return async () => {
    let before;
    let isChanged = false;
    const changed = updateBucket(PORTAL, (level) => {
      // As of the module, once only.
      if (isChanged) return undefined;
      [before, isChanged] = [level, true];
      return [level + 1, Date.now()];
    });
    // Longer than it is waited for; what answers has done so by then.
    for (let turn = 0; turn < 20; turn += 1) await null;
    mock.timers.tick(1000);
    await changed;
    return before;
  };
}

test("a store that did not answer in time is opened again later, and this page knows of itself meanwhile", async () => {
  const put = await begin();
  works = false;
  assert.deepEqual([await put(), opened], [0, 1]);
  works = true;
  assert.deepEqual([await put(), await put(), opened, kept], [1, 2, 1, undefined]);
  mock.timers.tick(MINUTE);
  assert.deepEqual([await put(), opened, kept[0]], [3, 2, 4]);
  // Others share it from then on.
  kept = [10, Date.now()];
  assert.deepEqual([await put(), opened], [10, 2]);
});

test("it is opened more and more rarely, and again soon once it has worked", async () => {
  const put = await begin();
  const openedWithin = async (minutes) => {
    const before = opened;
    for (let second = 0; second < minutes * 30; second += 1) {
      await put();
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
  await put();
  works = false;
  assert.equal(await openedWithin(1 / 6), 1);
});

test("a clock that is set back does not keep it from being opened", async () => {
  const put = await begin();
  works = false;
  await put();
  works = true;
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_700_000_000_000 });
  await put();
  assert.equal(opened, 2);
});

test("what others have put in meanwhile stays in", async () => {
  const put = await begin();
  works = false;
  await put();
  mock.timers.tick(MINUTE);
  kept = [40, Date.now()];
  mock.timers.tick(1000);
  await put();
  works = true;
  mock.timers.tick(MINUTE);
  kept = [40, Date.now() - 2 * MINUTE];
  assert.equal(await put(), 2, "a portal has forgotten them since");
  works = false;
  await put();
  works = true;
  // This page has been told of by itself alone, a moment after the others.
  kept = [40, Date.now() - 1000];
  mock.timers.tick(MINUTE);
  assert.equal(await put(), 38);
});

test("several who wait for a store that does not answer are one failure", async () => {
  const { updateBucket } = await import(`${STORE}?page=several`);
  const change = (level) => [level + 1, Date.now()];
  works = false;
  const changes = [1, 2, 3].map(() => updateBucket(PORTAL, change));
  mock.timers.tick(1000);
  await Promise.all(changes);
  mock.timers.tick(5000);
  works = true;
  await updateBucket(PORTAL, change);
  assert.deepEqual([opened, kept[0]], [2, 4]);
});

test("where even asking for the store is denied, this page still knows of itself", async () => {
  Object.defineProperty(globalThis, "indexedDB", {
    configurable: true,
    get() {
      throw new DOMException("denied", "SecurityError");
    },
  });
  const put = await begin();
  assert.deepEqual([await put(), await put(), opened], [0, 1, 0]);
});

test("no request is held up for more than 100 ms", async () => {
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
  // And none again that comes before it is opened anew.
  await updateBucket(PORTAL, (level) => [level + 1, Date.now()]);
});

test("a store that answers late is used from then on", async () => {
  const put = await begin();
  works = false;
  await put();
  works = true;
  database.request.onsuccess();
  for (let turn = 0; turn < 20; turn += 1) await null;
  assert.deepEqual([await put(), opened, kept[0], database.isClosed], [1, 1, 2, false]);
});

test("one that answers after another has been opened is closed", async () => {
  const put = await begin();
  works = false;
  await put();
  const first = database;
  works = true;
  mock.timers.tick(MINUTE);
  await put();
  first.request.onsuccess();
  for (let turn = 0; turn < 20; turn += 1) await null;
  assert.deepEqual([first.isClosed, database.isClosed, await put(), opened], [true, false, 2, 2]);
});

for (const event of ["onversionchange", "onclose"]) {
  test(`${event}: it is closed, and opened again by the next request`, async () => {
    const put = await begin();
    await put();
    const first = database;
    first[event]();
    assert.equal(first.isClosed, true);
    assert.deepEqual([await put(), opened, kept[0]], [1, 2, 2]);
  });
}

test("a stand-in is not used: it may wait for timers that never fire", async () => {
  Object.assign(globalThis, { indexedDB: { open } });
  const { updateBucket } = await import(`${STORE}?page=stand-in`);
  works = false;
  await updateBucket(PORTAL, (level) => [level + 1, Date.now()]);
  assert.equal(opened, 0);
});

test("copies of the package in one process share what they know, and only of their own format", async () => {
  delete globalThis.indexedDB;
  const [first, second] = [await begin(), await begin()];
  assert.deepEqual([await first(), await second(), await first()], [0, 1, 2]);
  assert.deepEqual([...globalThis[SHARED].keys()], [PORTAL]);
});

test("where globals are frozen, a copy knows of itself", async () => {
  delete globalThis.indexedDB;
  Object.defineProperty(globalThis, SHARED, { configurable: true, get: () => undefined });
  const put = await begin();
  assert.deepEqual([await put(), await put()], [0, 1]);
});

test("what did not reach the disk leaks at the lowest rate that is known", async () => {
  const { updateBucket } = await import(`${STORE}?page=rates`);
  let before;
  const put = async (perSecond) => {
    const changed = updateBucket(PORTAL, (...known) => {
      before = known;
      return [known[0] + 1, Date.now(), perSecond, Date.now()];
    });
    for (let turn = 0; turn < 20; turn += 1) await null;
    mock.timers.tick(1000);
    await changed;
  };
  works = false;
  await put(5);
  works = true;
  kept = [40, Date.now() - 1000, 1, Date.now() - 1000];
  mock.timers.tick(MINUTE);
  await put(5);
  // Of others, as of when this copy last knew: a second after them, at one a second.
  assert.deepEqual(before.slice(0, 1).concat(before[2]), [39, 1]);
});
