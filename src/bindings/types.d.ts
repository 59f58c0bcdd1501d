// The plain data that crosses the boundary, which the generator cannot derive.
import type { RestResponse } from "../shared/rest-response.js";
import type { Token, TokenRequest } from "../shared/token.js";
import type {
  ErrorInfo,
  FailedIds,
  Limits,
  CacheOptions,
  PlainCallOptions,
  PlainClientOptions,
  PlainGetUsersOptions,
  Stats,
  User,
  UserList,
  UserChunk,
} from "./types.gen.js";

/** The options of a client, checked. */
export interface ClientOptionsData extends PlainClientOptions {
  limits: Limits;
  cache: CacheOptions;
  /** Either of these, or neither if tokens come from `getToken`. */
  webhook?: string | undefined;
  token?: Token | undefined;
}

/** The options of one call, checked. */
export interface CallOptionsData extends PlainGetUsersOptions, PlainCallOptions {
  minutesAgo?: number | undefined;
  /** Milliseconds of the deadline that have passed before. */
  elapsedMs?: number | undefined;
  /** Fulfilled when the call is aborted. */
  aborted?: Promise<void> | undefined;
  progress(done: number, total: number, requests: number): void;
}

/** The reason of a rejected promise of the module. */
export interface ErrorData extends ErrorInfo {
  message: string;
  cause: { name: string; message: string } | null;
  /** The users that arrived, if some did. */
  result?: UserListData;
}

/** A `UserList` whose errors are data. */
export interface UserListData extends Omit<UserList, "failed"> {
  failed: (Omit<FailedIds, "error"> & { error: ErrorData })[];
}

/** A command of a batch: its fields are those of the form, alternating names and values. */
export interface CommandData {
  name: string;
  method: string;
  fields: string[];
}

/** The outcome of a command. */
export type CommandOutcome =
  | { response: RestResponse; error?: undefined }
  | { error: ErrorData; response?: undefined };

/** A stream that ends with `null`. */
export interface ChunkStream<T> {
  next(options: CallOptionsData): Promise<T | null>;
  /** Cancels whatever is in flight for the stream. */
  free(): void;
}

/** A store of users that survives the page. Its functions do not throw. */
export interface UserStoreApi {
  /** Returns a chunk of the stored user with this id, if it is younger than `maxAgeMs`. */
  storedUser(id: number, maxAgeMs: number): object | undefined;
  /** Stores the user in a row of a chunk, some of whose users may have issues, or removes it. */
  storeUser(id: number, chunk: object | undefined, row: number, hasIssues: boolean): void;
}

/** The host functions that the module calls, as in `host_api.rs`. They do not throw. */
export interface HostApi extends Partial<UserStoreApi> {
  /** Whether the application listens to events. */
  readonly hasListener: boolean;
  /** The application's `fetch`: `undefined` without one, `null` once the options are collected. */
  readonly customFetch: unknown;
  /** Hands over the request for this form that was sent before the module was loaded, if any. */
  takeEarlyRequest(url: string, form: string): SentForm | undefined;
  /**
   * Registers `target` for cancellation when the instance traps. The returned function ends the
   * registration; called with `false`, it also cancels `target`.
   */
  registerCancel(target: unknown, method: CancelMethod): (isDone: boolean) => void;
  /** Creates a function that yields to the event loop if the current task has become long. */
  createYieldToMain(): () => Promise<void>;
  /** Requests a token from the application. */
  getToken(reason: TokenRequest["reason"]): Promise<Token>;
  /**
   * This page's copy of a portal's bucket, which may lack the latest requests of other tabs.
   */
  localBucket(portal: string): Bucket;
  /**
   * Replaces the copy by `bucket`, which has one more request. The request is added to the shared
   * bucket in the background.
   */
  addRequest(portal: string, bucket: Bucket): void;
  /** Updates the bucket of a portal atomically. Never rejects. */
  updateBucket(portal: string, update: UpdateBucket): Promise<void>;
  /** Whether the client has a persistent cache. Only then are the functions of its store called. */
  readonly hasStore: boolean;
  /** Reports an event, which happened at a time in milliseconds since 1970. */
  emit(at: number, kind: object): void;
  /** Builds the users of a chunk from its columns. Returns a handle for `materializeUsers`. */
  buildChunk(
    ascii: Uint8Array,
    utf16: Uint16Array,
    rows: Int32Array,
    interned: Int32Array,
    numbers: Float64Array,
    extras: Uint8Array,
    extraRows: Uint32Array,
  ): object;
  /** Copies one user of a chunk to a chunk of its own. */
  detachUser(chunk: object, row: number): object;
  /** Copies users for a caller. `positions` are pairs of a chunk's index and a row. */
  materializeUsers(chunks: readonly object[], positions: Uint32Array): User[];
}

/** A form that was sent. */
export interface SentForm {
  readonly url: string;
  readonly form: string;
  readonly response: Promise<unknown>;
  readonly controller: AbortController;
}

/** `abort` of a controller, `cancel` of a reader, `discard` of a response, also a pending one. */
export type CancelMethod = "abort" | "cancel" | "discard";

/**
 * A bucket: its level at a time, and the leak rate per second since another time. A bucket without
 * a rate has the default one.
 */
export type Bucket = [level: number, at: number, perSecond?: number, perSecondAt?: number];

/** Returns the new bucket; `undefined` to keep it. */
export type UpdateBucket = (...bucket: Bucket) => Bucket | undefined;
