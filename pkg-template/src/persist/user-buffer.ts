// The users between the module and the database: those that were read, and those to be written.
// The module holds it, so it refers to nothing of the application.
import type { UserStoreApi } from "../generated/bindings.js";
import type { User } from "../generated/types.gen.js";
import { materializeUsers, type StoredChunk } from "../host/materialize.js";
import type { StoredUser } from "./database.js";

/** A user of a response. */
interface FetchedUser {
  readonly chunk: StoredChunk;
  readonly row: number;
  readonly hasIssues: boolean;
  readonly at: number;
}

/** The buffer of one client. */
export interface UserBuffer extends UserStoreApi {
  /** Takes the users that were read. */
  fill(users: readonly StoredUser[]): void;
  /** Returns a user that was read, unless a response has replaced it. */
  find(id: string): StoredUser | undefined;
  /** Whether such a user counts as cached. */
  hasYoung(id: unknown): boolean;
  /** Returns the users and the missing ids of responses since the last time. */
  drain(): { fetched: StoredUser[]; missing: number[] };
  /** Drops users, or all of them. */
  clear(ids?: readonly unknown[]): void;
  /** Drops all users, and takes no more. */
  end(): void;
}

/** Creates a buffer of at most `max` users. A user counts as cached for `ttlMs`. */
export function createUserBuffer(max: number, ttlMs: number): UserBuffer {
  const read = new Map<string, StoredUser>();
  // `undefined` for a missing user.
  const fetched = new Map<number, FetchedUser | undefined>();
  let isEnded = false;

  const findYoung = (id: unknown, maxAgeMs: number) => {
    const stored = read.get(String(id));
    // The issues are not stored.
    return stored && !stored.hasIssues && Date.now() - stored.at < maxAgeMs ? stored : undefined;
  };

  const clear = (ids: readonly unknown[] = [...read.keys(), ...fetched.keys()]) => {
    for (const id of ids) {
      read.delete(String(id));
      fetched.delete(Number(id));
    }
  };

  return {
    storedUser(id, maxAgeMs) {
      const stored = findYoung(id, Math.min(maxAgeMs, ttlMs));
      return stored && chunkOf(stored.user);
    },

    storeUser(id, chunk, row, hasIssues) {
      if (isEnded) return;
      clear([id]);
      const own = chunk as StoredChunk | undefined;
      fetched.set(id, own && { chunk: own, row, hasIssues, at: Date.now() });
      for (const oldest of fetched.keys()) {
        if (fetched.size > max) fetched.delete(oldest);
        else break;
      }
    },

    fill(users) {
      if (isEnded) return;
      for (const stored of users) {
        if (!fetched.has(stored.user.id)) read.set(String(stored.user.id), stored);
      }
    },

    find: (id) => read.get(id),
    hasYoung: (id) => findYoung(id, ttlMs) !== undefined,

    drain() {
      const entries = [...fetched];
      fetched.clear();
      return {
        fetched: entries.flatMap(([, user]) => (user ? toStored(user) : [])),
        missing: entries.flatMap(([id, user]) => (user ? [] : id)),
      };
    },

    clear,

    end() {
      isEnded = true;
      clear();
    },
  };
}

/** A stored user as a chunk of its own. */
function chunkOf(user: User): StoredChunk {
  const extra = JSON.stringify(user.extra);
  return { users: [user], extra: () => JSON.parse(extra), isDetached: true };
}

function toStored({ chunk, row, hasIssues, at }: FetchedUser): StoredUser {
  const [user] = materializeUsers([chunk], Uint32Array.of(0, row));
  return { user: user!, at, hasIssues };
}
