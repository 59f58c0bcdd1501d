// How many requests of ours are in a portal's bucket: shared by all clients of the page and, where there is IndexedDB, by all tabs and
// workers of the application. Its transactions are lock and store in one. `localStorage` under a Web Lock is not: tabs of different
// processes see each other's changes only some milliseconds after the lock has passed on.
const STORE = "buckets";
// A store that has not answered by then may never do.
const PATIENCE_MS = 1000;
const memory = new Map();
let database;

/** Opens the store ahead of its first use. */
export function openStore() {
  if (database || !globalThis.indexedDB) return;
  database = new Promise((resolve, reject) => {
    const request = indexedDB.open("b24-users", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  // Pages of opaque origin, and some private windows, have none to open.
  database.catch(() => {});
}

/** Changes the bucket of `portal` by `change(level, at)`, which gives both anew; never rejects. */
export async function changeBucket(portal, change) {
  openStore();
  if (!database) return changeHere(portal, change);
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(reject, PATIENCE_MS)));
  try {
    await Promise.race([database.then((opened) => changeShared(opened, portal, change)), late]);
  } catch {
    // Cleared or closed under us, of opaque origin, or stuck: this page still knows of itself.
    database = Promise.reject();
    database.catch(() => {});
    changeHere(portal, change);
  } finally {
    clearTimeout(timer);
  }
}

function changeShared(opened, portal, change) {
  const transaction = opened.transaction(STORE, "readwrite", { durability: "relaxed" });
  const store = transaction.objectStore(STORE);
  return new Promise((resolve, reject) => {
    transaction.onabort = () => reject(transaction.error);
    const read = store.get(portal);
    read.onsuccess = () => {
      const kept = Array.isArray(read.result) ? read.result.map(Number) : [0, 0];
      // What did not reach the disk is known here.
      const [level, at] = (memory.get(portal)?.[1] ?? 0) > kept[1] ? memory.get(portal) : kept;
      store.put(changeHere(portal, change, level, at), portal);
      resolve();
    };
  });
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
