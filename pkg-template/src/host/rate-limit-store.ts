// Levels of the portals' leaky buckets, shared by all copies of the package in the process and,
// where there is IndexedDB, by all tabs and workers of the application. A transaction is lock and
// store in one. `localStorage` under a Web Lock is not: a tab in another process sees a change only
// some milliseconds after the lock has been released.

import type { Bucket, UpdateBucket } from "../generated/bindings.js";

/** The connection to the database. */
interface Connection {
  readonly opening: Promise<void>;
  database?: IDBDatabase;
}

const STORE = "buckets";
// The format of records is part of their keys, so that versions of the package with different
// formats do not misread each other's.
const FORMAT = "b24-users/rate-limit@1";
/** Maximum delay of a request by the store. */
const STORE_TIMEOUT_MS = 100;
// Pauses before the store is reopened after a failure; doubled each time.
const MIN_REOPEN_DELAY_MS = 4000;
const MAX_REOPEN_DELAY_MS = 64_000;
/** Default leak rate. */
const LEAK_PER_SECOND = 2;

let processBuckets: Map<string, Bucket> | undefined;
/** Numbers of requests in this copy's buckets that are not in the store yet, by portal. */
const unstored = new Map<string, number>();
let connection: Connection | undefined;
let failedAt = 0;
let reopenDelayMs = 0;

/** The buckets that all copies of the package in this process share. */
function sharedBuckets(): Map<string, Bucket> {
  try {
    const globals = globalThis as { [key: symbol]: Map<string, Bucket> | undefined };
    processBuckets ??= globals[Symbol.for(FORMAT)] ??= new Map();
  } catch {
    // If globals are frozen, this copy has its own.
    processBuckets = new Map();
  }
  return processBuckets;
}

/** Opens the store, unless it is open or has failed recently. */
function openStore(): void {
  const sinceFailure = Date.now() - failedAt;
  // Negative if the clock was set back.
  const isPaused = sinceFailure >= 0 && sinceFailure < reopenDelayMs;
  if (connection || isPaused || !hasIndexedDB()) return;
  const opening = new Promise<void>((resolve, reject) => {
    // Any version: a later version of the package may have raised it.
    const request = indexedDB.open("b24-users");
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => {
      const database = request.result;
      opened.database = database;
      // Closed at once, so as not to block a deletion or upgrade. The next request reopens it.
      database.onversionchange = database.onclose = () => closeStore(opened);
      resolve();
    };
    request.onerror = () => reject(request.error);
  });
  // Rejects on pages of opaque origin and in some private windows.
  opening.catch(() => {});
  const opened: Connection = { opening };
  connection = opened;
}

function hasIndexedDB(): boolean {
  try {
    const open = globalThis.indexedDB?.open;
    // A test double is not shared between tabs, and may wait for fake timers.
    return !!open && /\[native code\]/.test(Function.prototype.toString.call(open));
  } catch {
    // Access to it is denied.
    return false;
  }
}

function closeStore(closed: Connection): void {
  closed.database?.close();
  if (connection === closed) connection = undefined;
}

/** This process's copy of a portal's bucket. It may lack the latest requests of other tabs. */
export function localBucket(portal: string): Bucket {
  return sharedBuckets().get(portal) ?? [0, 0];
}

/** Replaces the copy by one with another request, and adds the request to the store later. */
export function addRequest(portal: string, bucket: Bucket): void {
  sharedBuckets().set(portal, bucket);
  unstored.set(portal, (unstored.get(portal) ?? 0) + 1);
  // Afterwards, since opening IndexedDB would delay the request.
  void Promise.resolve().then(() => updateBucket(portal, () => undefined));
}

/** Updates the bucket of a portal atomically. Never rejects. */
export async function updateBucket(portal: string, update: UpdateBucket): Promise<void> {
  openStore();
  const current = connection;
  if (!current) {
    unstored.delete(portal);
    updateInProcess(portal, update);
    return;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, STORE_TIMEOUT_MS);
  });
  const work = current.opening.then(() =>
    updateInStore(current.database as IDBDatabase, portal, update),
  );
  try {
    await Promise.race([work, timeout]);
    reopenDelayMs = 0;
  } catch {
    // Deleted or closed meanwhile, of opaque origin, or stuck. The process's bucket remains.
    if (connection === current) suspendStore(current, work);
    unstored.delete(portal);
    updateInProcess(portal, update);
  } finally {
    clearTimeout(timer);
  }
}

/** Stops using the store until its work is done after all, or until it is reopened. */
function suspendStore(suspended: Connection, work: Promise<void>): void {
  connection = undefined;
  failedAt = Date.now();
  reopenDelayMs = Math.min(2 * reopenDelayMs || MIN_REOPEN_DELAY_MS, MAX_REOPEN_DELAY_MS);
  const resume = () => {
    connection ??= suspended;
    if (connection !== suspended) closeStore(suspended);
  };
  work.then(resume, () => closeStore(suspended));
}

function updateInStore(database: IDBDatabase, portal: string, update: UpdateBucket): Promise<void> {
  const transaction = database.transaction(STORE, "readwrite", { durability: "relaxed" });
  const store = transaction.objectStore(STORE);
  const key = `${FORMAT} ${portal}`;
  return new Promise((resolve, reject) => {
    transaction.onabort = () => reject(transaction.error);
    const read = store.get(key);
    read.onsuccess = () => {
      const isStored = Array.isArray(read.result);
      const stored = (isStored ? read.result.map(Number) : [0, 0]) as Bucket;
      const merged = merge(stored, localBucket(portal), unstored.get(portal));
      unstored.delete(portal);
      store.put(updateInProcess(portal, update, merged), key);
      resolve();
    };
  });
}

/** Adds to the stored bucket the requests of this process that did not reach the store. */
function merge(stored: Bucket, local: Bucket, added = 0): Bucket {
  const [level, at, ...storedRate] = stored;
  const [localLevel, localAt, ...localRate] = local;
  if (!(localAt > at)) return [level + added, at, ...storedRate];
  const perSecond = storedRate[0] || LEAK_PER_SECOND;
  const localPerSecond = localRate[0] || LEAK_PER_SECOND;
  const leaked = level - ((localAt - at) / 1000) * Math.min(perSecond, localPerSecond);
  return [
    Math.max(localLevel, Math.max(leaked, 0) + added),
    localAt,
    ...(perSecond < localPerSecond ? storedRate : localRate),
  ];
}

function updateInProcess(portal: string, update: UpdateBucket, stored?: Bucket): Bucket {
  let bucket = stored ?? localBucket(portal);
  try {
    // A poisoned instance returns nothing.
    bucket = update(...bucket) ?? bucket;
  } catch {
    // The instance no longer awaits the update.
  }
  sharedBuckets().set(portal, bucket);
  return bucket;
}
