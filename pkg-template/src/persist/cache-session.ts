// The persistent cache of one client: reads the stored users once, hands them to the module and to
// components, and stores what the module has fetched.
import type {
  CacheSession,
  GetToken,
  OpenablePersistentCache,
} from "../client/persistent-cache.js";
import {
  type Connection,
  cleanUp,
  closeConnection,
  deleteUsers,
  openDatabase,
  type Partition,
  type Retention,
  readUsers,
  writeUsers,
} from "./database.js";
import { createUserBuffer, type UserBuffer } from "./user-buffer.js";

/** Maximum delay of a call by the store. */
const READ_TIMEOUT_MS = 100;
/** Delay of writes, which then have the users of several calls. */
const WRITE_DELAY_MS = 50;
/** Default of `cache.ttlMs`, as in the module, which is not loaded yet when this is needed. */
const DEFAULT_TTL_MS = 300_000;

interface SessionOptions extends Retention {
  readonly key: unknown;
}

/** Whether a key is one under which users may be stored. */
export const isStorableKey = (key: unknown): key is string | number =>
  (typeof key === "string" && key !== "") || Number.isFinite(key);

/** Opens the cache for a client. Nothing is read before its first call. */
export function openSession(
  { key: keySource, ...retention }: SessionOptions,
  { options, getToken: source }: Parameters<OpenablePersistentCache["open"]>[0],
): CacheSession {
  const knownPortal = options.auth.webhook ?? options.auth.portal ?? options.portal;
  const { max: cacheMax, ttlMs = DEFAULT_TTL_MS } = options.cache;
  const buffer = createUserBuffer(retention.max, cacheMax === 0 ? 0 : ttlMs);
  const { getToken, requestPortal } = watchTokens(source, knownPortal, buffer);
  const startedAt = Date.now();

  let connection: Connection | undefined;
  let partition: Partition | undefined;
  let reading: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;
  let isRead = false;
  let endReading: () => void;
  const whenRead = new Promise<void>((resolve) => {
    endReading = resolve;
  });
  /** Whether users were deleted before they were read. */
  let isDiscarded = false;
  let saveTimer: ReturnType<typeof setTimeout> | undefined;

  const ageMs = () => Math.max(Date.now() - startedAt, 0);

  const read = async () => {
    // A server has none, and no use for a key.
    if (!indexedDB) return;
    const key: unknown = await (typeof keySource === "function" ? keySource() : keySource);
    const isStorable = isStorableKey(key);
    if (!isStorable && key !== null) return;
    const portal = originOf(knownPortal ?? (await requestPortal()));
    if (!portal) return;
    const opened = await openDatabase(isStorable);
    if (!opened) return;
    if (isStorable) {
      connection = opened;
      partition = { portal, key };
      const users = await readUsers(opened.database, partition, retention);
      if (!isDiscarded) buffer.fill(users);
    }
    cleanUp(opened.database, portal, isStorable ? key : undefined, retention);
    if (!isStorable) closeConnection(opened);
  };

  /** Reads the stored users at the first call. */
  const start = () => {
    reading ??= read()
      .catch(() => {})
      .then(() => {
        isRead = true;
        if (!connection) buffer.end();
        endReading();
      });
    return reading;
  };

  /** Awaits the reading, and lets the page show the users. */
  const settled = () => {
    waiting ??= Promise.race([start(), timeout(READ_TIMEOUT_MS)]).then(() => timeout(0));
    return waiting;
  };

  /** Does `work` with the open database, if there is one. Storage that fails is ignored. */
  const withDatabase = (
    work: (database: IDBDatabase, partition: Partition) => void,
    opened = connection,
  ) => {
    try {
      if (opened && partition && !opened.isClosed) work(opened.database, partition);
    } catch {
      // Closed meanwhile.
    }
  };

  /** Deletes stored users. A session that is closed opens the database again, if there is one. */
  const deleteStored = async (ids?: readonly unknown[]) => {
    const reopened = connection?.isClosed && (await openDatabase(false));
    withDatabase((database, own) => deleteUsers(database, own, ids), reopened || connection);
    if (reopened) closeConnection(reopened);
  };

  const saveNow = () => {
    clearTimeout(saveTimer);
    saveTimer = undefined;
    const { fetched, missing } = buffer.drain();
    withDatabase((database, own) => {
      // In a transaction of their own, which succeeds when the storage is full.
      if (missing.length > 0) deleteUsers(database, own, missing);
      if (fetched.length > 0) writeUsers(database, own, fetched, retention);
    });
  };

  return {
    getToken,
    store: { storedUser: buffer.storedUser, storeUser: buffer.storeUser },
    ageMs,

    async ready({ fresh, maxAgeMs = Infinity }, expected) {
      start();
      if (expected === undefined || fresh || maxAgeMs <= ageMs()) return false;
      await settled();
      const ids: unknown[] = Array.isArray(expected) ? expected : [expected];
      return ids.some(buffer.hasYoung);
    },

    settled: () => reading && settled(),
    whenRead: settled,

    save() {
      // Before the reading there is nothing to save, and the reading may request a token.
      if (reading) saveTimer ??= setTimeout(() => start().then(saveNow), WRITE_DELAY_MS);
    },

    find(id, listener) {
      const notify = () => {
        const stored = buffer.find(id);
        if (stored) listener(JSON.parse(JSON.stringify(stored.user)));
      };
      if (isRead) {
        notify();
        return;
      }
      // Otherwise the first call requests the token that names the portal.
      if (knownPortal) start();
      whenRead.then(notify);
    },

    clear(ids) {
      isDiscarded = true;
      buffer.clear(ids);
      // At once if possible: the page may end in this task.
      const deleted = isRead ? deleteStored(ids) : start().then(() => deleteStored(ids));
      deleted.catch(() => {});
    },

    close() {
      saveNow();
      buffer.end();
      if (connection) closeConnection(connection);
    },
  };
}

/**
 * Requests tokens for a client. Lets the portal be requested ahead of the client, which then gets
 * the token that came with it. Ends the buffer if a token is of another portal. Apart from the
 * session, as the module holds it.
 */
function watchTokens(
  source: GetToken,
  knownPortal: string | undefined,
  buffer: UserBuffer,
): { getToken: GetToken; requestPortal: () => Promise<string | undefined> } {
  let requested: ReturnType<GetToken> | undefined;
  let first: string | undefined = originOf(knownPortal);

  const request: GetToken = async (reason) => {
    const token = await source(reason);
    const portal = originOf(token.portal ?? knownPortal);
    first ??= portal;
    if (portal !== first) buffer.end();
    return token;
  };

  return {
    getToken(reason) {
      const token = reason === "initial" ? requested : undefined;
      requested = undefined;
      return token ?? request(reason);
    },
    async requestPortal() {
      requested = request("initial");
      return (await requested).portal;
    },
  };
}

/** The origin of a portal's address; `undefined` if it is none. */
function originOf(portal = ""): string | undefined {
  try {
    const { origin } = new URL(portal.includes("://") ? portal : `https://${portal}`);
    // A frame may report the port of the portal's proxy.
    return origin.replace(/^(https:.*):80$/, "$1");
  } catch {
    return undefined;
  }
}

const timeout = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
