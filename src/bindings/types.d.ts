// The plain data that crosses the boundary, as far as the generator cannot say it.
import type { Token } from "../auth/token-source.js";
import type { RestResponse } from "../client/raw-calls.js";
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

/** What promises of the module are rejected with. */
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

/** A command of a batch: its fields are those of the form, names and values by turns. */
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
