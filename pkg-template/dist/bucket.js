// How many requests of ours are in a portal's bucket: shared by all clients of the page and, where there is IndexedDB, by all tabs and
// workers of the application. Its transactions are lock and store in one. `localStorage` under a Web Lock is not: tabs of different
// processes see each other's changes only some milliseconds after the lock has passed on.
const STORE = "buckets";
// A store that has not answered by then may never do.
const PATIENCE_MS = 1000;
// One that failed is opened again after a pause, which is longer each time until it works.
const [FIRST_PAUSE_MS, LAST_PAUSE_MS] = [4000, 64_000];
// In which portals forget a request.
const FORGOTTEN_MS = 500;
const memory = new Map();
let database;
let failedAt = 0;
let pause = 0;

/** Opens the store ahead of its first use. */
export function openStore() {
  const rested = Date.now() - failedAt;
  // Below 0 the clock was set back.
  if (database || (rested >= 0 && rested < pause) || !hasStore()) return;
  database = new Promise((resolve, reject) => {
    const request = indexedDB.open("b24-users", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  // Pages of opaque origin, and some private windows, have none to open.
  database.catch(() => {});
}

function hasStore() {
  try {
    return globalThis.indexedDB != null;
  } catch {
    // Where it is denied, asking for it may be, too.
    return false;
  }
}

/** Changes the bucket of `portal` by `change(level, at)`, which gives both anew; never rejects. */
export async function changeBucket(portal, change) {
  openStore();
  const mine = database;
  if (!mine) return changeHere(portal, change);
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(reject, PATIENCE_MS)));
  try {
    await Promise.race([mine.then((opened) => changeShared(opened, portal, change)), late]);
    pause = 0;
  } catch {
    // Cleared or closed under us, of opaque origin, or stuck: this page still knows of itself.
    if (database === mine) giveUp();
    changeHere(portal, change);
  } finally {
    clearTimeout(timer);
  }
}

function giveUp() {
  database.then((opened) => opened.close()).catch(() => {});
  database = undefined;
  failedAt = Date.now();
  pause = Math.min(2 * pause || FIRST_PAUSE_MS, LAST_PAUSE_MS);
}

function changeShared(opened, portal, change) {
  const transaction = opened.transaction(STORE, "readwrite", { durability: "relaxed" });
  const store = transaction.objectStore(STORE);
  return new Promise((resolve, reject) => {
    transaction.onabort = () => reject(transaction.error);
    const read = store.get(portal);
    read.onsuccess = () => {
      const kept = Array.isArray(read.result) ? read.result.map(Number) : [0, 0];
      store.put(changeHere(portal, change, ...newest(kept, memory.get(portal))), portal);
      resolve();
    };
  });
}

/** What did not reach the disk is known here; what others have put in since is not. */
function newest(kept, [level, at] = kept) {
  return at > kept[1] ? [Math.max(level, kept[0] - (at - kept[1]) / FORGOTTEN_MS), at] : kept;
}

function changeHere(portal, change, ...known) {
  const before = known.length > 0 ? known : (memory.get(portal) ?? [0, 0]);
  try {
    // Nothing comes from an instance of the module that has ended.
    memory.set(portal, change(...before) ?? before);
  } catch {
    // Nobody waits for the change any more.
    memory.set(portal, before);
  }
  return memory.get(portal);
}
