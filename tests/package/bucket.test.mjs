// The store that tabs share, when it fails for a while. That they share it is for tabs.test.mjs.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, afterEach, beforeEach, mock, test } from "node:test";
import { pathToFileURL } from "node:url";

import { App } from "./support/app.mjs";

const app = new App();
after(() => app.remove());
const BUCKET = pathToFileURL(join(app.folder, "node_modules/b24-users/dist/bucket.js"));
const PORTAL = "example.bitrix24.com";
const MINUTE = 60_000;

/** What the tabs share: a level and its time. */
let kept;
let opened;
/** Whether the store answers. */
let works;
beforeEach(() => {
  [kept, opened, works] = [undefined, 0, true];
  globalThis.indexedDB = { open };
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_800_000_000_000 });
});
afterEach(() => {
  delete globalThis.indexedDB;
  mock.timers.reset();
});

function open() {
  opened += 1;
  const store = {
    get: () => later({ result: kept }),
    put: (bucket) => (kept = bucket),
  };
  return later({ result: { transaction: () => ({ objectStore: () => store }), close() {} } });
}

/** A request that succeeds if the store works. */
function later(request) {
  if (works) queueMicrotask(() => request.onsuccess());
  return request;
}

let pages = 0;
/** A page's way to put a request in; it gives the level before. */
async function begin() {
  const { changeBucket } = await import(`${BUCKET}?page=${(pages += 1)}`);
  return async () => {
    let before;
    const changed = changeBucket(PORTAL, (level) => {
      before = level;
      return [level + 1, Date.now()];
    });
    // Patience is a second; what answers has done so by then.
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
  const { changeBucket } = await import(`${BUCKET}?page=several`);
  const change = (level) => [level + 1, Date.now()];
  works = false;
  const changes = [1, 2, 3].map(() => changeBucket(PORTAL, change));
  mock.timers.tick(1000);
  await Promise.all(changes);
  mock.timers.tick(5000);
  works = true;
  await changeBucket(PORTAL, change);
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
