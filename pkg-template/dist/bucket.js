// How many requests of ours are in a portal's bucket: shared by all clients of the page and, where there is IndexedDB, by all tabs and
// workers of the application. Its transactions are lock and store in one. `localStorage` under a Web Lock is not: tabs of different
// processes see each other's changes only some milliseconds after the lock has passed on.
const STORE = "buckets";
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
  try {
    openStore();
    if (database) await changeShared(await database, portal, change);
    else changeHere(portal, change);
  } catch {
    // Cleared or closed under us, or of opaque origin: this page still knows of itself.
    changeHere(portal, change);
  }
}

function changeShared(opened, portal, change) {
  const transaction = opened.transaction(STORE, "readwrite", { durability: "relaxed" });
  const store = transaction.objectStore(STORE);
  return new Promise((resolve, reject) => {
    transaction.onabort = () => reject(transaction.error);
    const read = store.get(portal);
    read.onsuccess = () => {
      const [level, at] = Array.isArray(read.result) ? read.result : [0, 0];
      try {
        store.put(change(Number(level), Number(at)), portal);
      } catch {
        // Nobody waits for the change any more.
      }
      resolve();
    };
  });
}

function changeHere(portal, change) {
  try {
    memory.set(portal, change(...(memory.get(portal) ?? [0, 0])));
  } catch {
    // Nobody waits for the change any more.
  }
}
