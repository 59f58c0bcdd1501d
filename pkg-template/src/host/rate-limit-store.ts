// How many requests of ours are in a portal's bucket: shared by all copies of the package in the process and, where there is
// IndexedDB, by all tabs and workers of the application. Its transactions are lock and store in one. `localStorage` under a Web Lock is
// not: tabs of different processes see each other's changes only some milliseconds after the lock has passed on.
const STORE = "buckets";
// What a record is, `[level, at, perSecond, perSecondAt]`. One of another format is under another name, so that versions of the
// package that differ in it do not misread each other.
const FORMAT = "b24-users/rate-limit@1";
// No request is held up for longer.
const PATIENCE_MS = 100;
// A store that failed is opened again after a pause, which is longer each time until it works.
const [FIRST_PAUSE_MS, LAST_PAUSE_MS] = [4000, 64_000];
// What portals forget of requests in a second, unless a record says otherwise.
const PER_SECOND = 2;
let memory;
let database;
let failedAt = 0;
let pause = 0;

/** The buckets that all copies of the package in this process know. */
function known() {
  try {
    memory ??= globalThis[Symbol.for(FORMAT)] ??= new Map();
  } catch {
    // Where globals are frozen, this copy knows of itself.
    memory = new Map();
  }
  return memory;
}

/** Opens the store ahead of its first use. */
export function openStore() {
  const rested = Date.now() - failedAt;
  // Below 0 the clock was set back.
  if (database || (rested >= 0 && rested < pause) || !hasStore()) return;
  const mine = (database = {});
  mine.opening = new Promise((resolve, reject) => {
    // Of whatever version it is: a later one of the package may have raised it.
    const request = indexedDB.open("b24-users");
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => {
      mine.opened = request.result;
      // Nobody who deletes the database, or upgrades it, has to wait for us. The next request opens it again.
      mine.opened.onversionchange = mine.opened.onclose = () => leave(mine);
      resolve();
    };
    request.onerror = () => reject(request.error);
  });
  // Pages of opaque origin, and some private windows, have none to open.
  mine.opening.catch(() => {});
}

function hasStore() {
  try {
    // A stand-in of tests is shared with nobody, and may wait for timers that the tests have replaced.
    return /\[native code\]/.test(Function.prototype.toString.call(globalThis.indexedDB.open));
  } catch {
    // There is none; or where it is denied, asking for it is, too.
    return false;
  }
}

function leave(mine) {
  mine.opened?.close();
  if (database === mine) database = undefined;
}

/** Changes the bucket of `portal` by `change(level, at, perSecond, perSecondAt)`, which gives these anew; never rejects. */
export async function changeBucket(portal, change) {
  openStore();
  const mine = database;
  if (!mine) return changeHere(portal, change);
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(reject, PATIENCE_MS)));
  const work = mine.opening.then(() => changeShared(mine.opened, portal, change));
  try {
    await Promise.race([work, late]);
    pause = 0;
  } catch {
    // Cleared or closed under us, of opaque origin, or stuck: this process still knows of itself.
    if (database === mine) giveUp(mine, work);
    changeHere(portal, change);
  } finally {
    clearTimeout(timer);
  }
}

/** Goes on without the store, until it has done its work after all or is opened again. */
function giveUp(mine, work) {
  database = undefined;
  failedAt = Date.now();
  pause = Math.min(2 * pause || FIRST_PAUSE_MS, LAST_PAUSE_MS);
  const back = () => {
    database ??= mine;
    if (database !== mine) leave(mine);
  };
  work.then(back, () => leave(mine));
}

function changeShared(opened, portal, change) {
  const transaction = opened.transaction(STORE, "readwrite", { durability: "relaxed" });
  const store = transaction.objectStore(STORE);
  const key = `${FORMAT} ${portal}`;
  return new Promise((resolve, reject) => {
    transaction.onabort = () => reject(transaction.error);
    const read = store.get(key);
    read.onsuccess = () => {
      const kept = Array.isArray(read.result) ? read.result.map(Number) : [0, 0];
      store.put(changeHere(portal, change, ...newest(kept, known().get(portal))), key);
      resolve();
    };
  });
}

/** What did not reach the disk is known here; what others have put in since is not. */
function newest(kept, mine = kept) {
  const [[level, at, rate], [myLevel, myAt, myRate]] = [kept, mine];
  if (!(myAt > at)) return kept;
  const perSecond = Math.min(rate || PER_SECOND, myRate || PER_SECOND);
  const left = level - ((myAt - at) / 1000) * perSecond;
  return [Math.max(myLevel, left), myAt, ...(rate < myRate ? kept : mine).slice(2)];
}

function changeHere(portal, change, ...shared) {
  const before = shared.length > 0 ? shared : (known().get(portal) ?? [0, 0]);
  try {
    // Nothing comes from an instance of the module that has ended.
    known().set(portal, change(...before) ?? before);
  } catch {
    // Nobody waits for the change any more.
    known().set(portal, before);
  }
  return known().get(portal);
}
