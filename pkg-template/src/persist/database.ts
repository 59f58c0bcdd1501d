// Users in IndexedDB, each in a record of its own, under its portal, key and id.
import type { User } from "../generated/types.gen.js";
import { isUser } from "./user-schema.js";

/** A stored user. */
export interface StoredUser {
  readonly user: User;
  /** The time of its response, in milliseconds since 1970. */
  readonly at: number;
  /** Whether its part of the response had fields of wrong types, which are not stored. */
  readonly hasIssues: boolean;
}

/** The users of one portal and key. */
export interface Partition {
  readonly portal: string;
  readonly key: string | number;
}

/** A connection to the database. */
export interface Connection {
  readonly database: IDBDatabase;
  isClosed: boolean;
}

/** How much a partition holds, for how long. */
export interface Retention {
  readonly maxAgeMs: number;
  readonly max: number;
  readonly keepOtherKeys: boolean;
}

const NAME = "b24-users-persist";
/** The format of the records. A database of another format is discarded. */
const FORMAT = 1;
const STORE = "users";
const AGE_INDEX = "at";

type Mode = "readonly" | "readwrite";

/**
 * Opens the database.
 *
 * @param canCreate Whether to create it. Else it is `undefined` if there is none.
 */
export async function openDatabase(canCreate: boolean): Promise<Connection | undefined> {
  try {
    return await open(canCreate);
  } catch (error) {
    const { name } = error as DOMException;
    if (name === "AbortError" && !canCreate) return undefined;
    // A later version of the package has been here.
    if (name !== "VersionError") throw error;
    await toPromise(indexedDB.deleteDatabase(NAME));
    return open(canCreate);
  }
}

async function open(canCreate: boolean): Promise<Connection> {
  const request = indexedDB.open(NAME, FORMAT);
  request.onupgradeneeded = () => {
    if (!canCreate) {
      request.transaction?.abort();
      return;
    }
    const database = request.result;
    for (const store of Array.from(database.objectStoreNames)) database.deleteObjectStore(store);
    database.createObjectStore(STORE).createIndex(AGE_INDEX, "at");
  };
  const connection: Connection = { database: await toPromise(request), isClosed: false };
  const { database } = connection;
  // Closed at once, so as not to block a deletion or an upgrade. It is not opened again: users who
  // are deleted, as at a logout, must not be stored again.
  database.onversionchange = database.onclose = () => closeConnection(connection);
  return connection;
}

/** Closes a connection, after its transactions. */
export function closeConnection(connection: Connection): void {
  connection.isClosed = true;
  connection.database.close();
}

/** Reads a partition. Unreadable, expired and future records are left out. */
export async function readUsers(
  database: IDBDatabase,
  partition: Partition,
  { maxAgeMs }: Retention,
): Promise<StoredUser[]> {
  const store = transactionOf(database, "readonly").objectStore(STORE);
  const records = await toPromise<unknown[]>(store.getAll(rangeOf(partition)));
  const now = Date.now();
  return records.filter((record): record is StoredUser => {
    const { user, at, hasIssues } = (record ?? {}) as Partial<StoredUser>;
    const age = now - (at as number);
    return age >= 0 && age < maxAgeMs && typeof hasIssues === "boolean" && isUser(user);
  });
}

/**
 * Deletes what a visit finds out of place: the users of other keys of the portal, and users who are
 * too old, of all portals.
 */
export function cleanUp(
  database: IDBDatabase,
  portal: string,
  key: Partition["key"] | undefined,
  retention: Retention,
): void {
  const store = transactionOf(database, "readwrite").objectStore(STORE);
  if (!retention.keepOtherKeys) {
    // Arrays follow texts, which follow numbers.
    const [first, last] = [[portal], [portal, []]];
    if (key === undefined) store.delete(IDBKeyRange.bound(first, last));
    else {
      store.delete(IDBKeyRange.bound(first, [portal, key], false, true));
      store.delete(IDBKeyRange.bound([portal, key, []], last));
    }
  }
  deleteOldest(store, retention.maxAgeMs);
}

/** Stores users. */
export function writeUsers(
  database: IDBDatabase,
  partition: Partition,
  users: readonly StoredUser[],
  { max, maxAgeMs }: Retention,
): void {
  const store = transactionOf(database, "readwrite").objectStore(STORE);
  for (const stored of users) store.put(stored, keyOf(partition, stored.user.id));
  const count = store.count(rangeOf(partition));
  count.onsuccess = () => deleteOldest(store, maxAgeMs, partition, count.result - max);
}

/** Deletes these users, or all of a partition. */
export function deleteUsers(
  database: IDBDatabase,
  partition: Partition,
  ids: readonly unknown[] | undefined,
): void {
  const transaction = transactionOf(database, "readwrite");
  const store = transaction.objectStore(STORE);
  if (!ids) store.delete(rangeOf(partition));
  for (const id of ids?.map(Number).filter(Number.isFinite) ?? []) {
    store.delete(keyOf(partition, id));
  }
  // The page may be about to end.
  transaction.commit?.();
}

/** Deletes the users who are too old, and the `excess` oldest of a partition. */
function deleteOldest(
  store: IDBObjectStore,
  maxAgeMs: number,
  partition?: Partition,
  excess = 0,
): void {
  const expiresAt = Date.now() - maxAgeMs;
  let rest = excess;
  const request = store.index(AGE_INDEX).openKeyCursor();
  request.onsuccess = () => {
    const cursor = request.result;
    if (!cursor) return;
    const isExpired = (cursor.key as number) <= expiresAt;
    if (!isExpired && rest <= 0) return;
    const isOwn = partition && rangeOf(partition).includes(cursor.primaryKey);
    if (isExpired || isOwn) store.delete(cursor.primaryKey);
    if (isOwn) rest -= 1;
    cursor.continue();
  };
}

const keyOf = ({ portal, key }: Partition, id: number) => [portal, key, id];
const rangeOf = ({ portal, key }: Partition) => IDBKeyRange.bound([portal, key], [portal, key, []]);

function transactionOf(database: IDBDatabase, mode: Mode): IDBTransaction {
  return database.transaction(STORE, mode, { durability: "relaxed" });
}

function toPromise<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
