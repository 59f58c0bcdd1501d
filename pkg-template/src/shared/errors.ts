import type {
  B24ErrorCode,
  ErrorInfo,
  ErrorKind,
  FailedIds,
  UserId,
  UserList,
} from "../generated/types.gen.js";

/**
 * An error as plain data, from `toJSON()`: for logs, for JSON, and for `postMessage`, which would
 * drop the fields of an error object.
 *
 * @example
 * ```js
 * // In a worker:
 * b24.getUsers(ids).then(postMessage, (error) => postMessage(error.toJSON()));
 * // On the page:
 * worker.onmessage = ({ data }) => {
 *   if (isPartialResultError(data)) show(data.result.users);
 *   else if (isB24Error(data)) show(data.code);
 *   else show(data.users);
 * };
 * ```
 */
export interface B24ErrorInfo extends Readonly<ErrorInfo> {
  readonly name: "B24Error" | "PartialResultError";
  readonly message: string;
}

/** A `PartialResultError` as plain data, with the partial result. */
export interface PartialResultErrorInfo extends B24ErrorInfo {
  readonly name: "PartialResultError";
  /** The partial result. Values in `invalid` that are not plain data are replaced by their type. */
  readonly result: Omit<UserList, "failed"> & { failed: FailedIdsInfo[] };
  /** The ids that could not be fetched, with the errors; the same as `result.failed`. */
  readonly failed: FailedIdsInfo[];
}

/** An error of this package, or the plain data of one: what `isB24Error` recognizes. */
export interface B24ErrorLike extends B24ErrorInfo {
  /** The error that caused this one, if any. Plain data has none. */
  readonly cause?: unknown;
  /** The error as plain data. Plain data has no methods. */
  toJSON?(): B24ErrorInfo;
}

/** A `PartialResultError`, or the plain data of one: what `isPartialResultError` recognizes. */
export interface PartialResultErrorLike extends PartialResultErrorInfo {
  /** The error that caused this one, if any. Plain data has none. */
  readonly cause?: unknown;
  /** The error as plain data, including the fetched users. Plain data has no methods. */
  toJSON?(): PartialResultErrorInfo;
}

/** A `FailedIds` as plain data. */
export interface FailedIdsInfo extends Omit<FailedIds, "error"> {
  /** The error of the request. */
  error: B24ErrorInfo;
}

/**
 * The class of all errors of this package.
 *
 * @example
 * ```js
 * try {
 *   await b24.getUsers(ids);
 * } catch (error) {
 *   if (isB24Error(error) && error.kind === "auth") signInAgain();
 *   else throw error;
 * }
 * ```
 */
export class B24Error extends Error implements B24ErrorInfo {
  // A literal, since minifiers rename classes: `isB24Error` compares it.
  override readonly name: "B24Error" | "PartialResultError" = "B24Error";
  declare readonly code: ErrorInfo["code"];
  declare readonly kind: ErrorKind;
  declare readonly status: number | null;
  declare readonly retryable: boolean;
  declare readonly retryAfterMs: number | null;
  declare readonly method: string | null;
  declare readonly ids: UserId[];
  /** The error that caused this one, if any. */
  declare readonly cause?: unknown;

  // Only the package creates errors. The published declarations have this signature alone.
  protected constructor();
  protected constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
  }

  /** The error as plain data, for logs and workers. */
  toJSON(): B24ErrorInfo {
    const { name, message, code, kind, status, retryable, retryAfterMs, method, ids } = this;
    return { name, message, code, kind, status, retryable, retryAfterMs, method, ids };
  }
}

/** Some users were fetched, others could not be. */
export class PartialResultError extends B24Error implements PartialResultErrorInfo {
  override readonly name = "PartialResultError";
  /** The partial result. */
  declare readonly result: UserList;
  /** The ids that could not be fetched, with the errors; the same as `result.failed`. */
  declare readonly failed: FailedIds[];

  /** The error as plain data, including the fetched users: mind that before you log it. */
  override toJSON(): PartialResultErrorInfo {
    const { name, result } = this;
    const failed = this.failed.map(({ ids, error }) => ({ ids, error: error.toJSON() }));
    const invalid = result.invalid.map(({ index, value }) => ({ index, value: toPlain(value) }));
    return { ...super.toJSON(), name, result: { ...result, invalid, failed }, failed };
  }
}

/** A caller's value; its type if JSON or `postMessage` cannot carry it. */
function toPlain(value: unknown): unknown {
  const isPlain = value === null || /^(string|number|boolean)$/.test(typeof value);
  return isPlain ? value : typeof value;
}

/** Creates an error from its data. `result` makes it a `PartialResultError`. */
export function restoreError(
  message: string,
  info: ErrorInfo,
  options?: ErrorOptions,
  result?: UserList,
): B24Error {
  const ErrorClass: unknown = result ? PartialResultError : B24Error;
  const error = new (ErrorClass as new (message: string, options?: ErrorOptions) => B24Error)(
    message,
    options,
  );
  return Object.assign(error, info, result && { result, failed: result.failed });
}

/** Creates the error of a call that did not reach the portal. */
export function createError(
  kind: ErrorKind,
  code: B24ErrorCode,
  message: string,
  options?: ErrorOptions,
): B24Error {
  const retryable = kind === "timeout";
  const noRequest = { status: null, retryable, retryAfterMs: null, method: null, ids: [] };
  return restoreError(message, { code, kind, ...noRequest }, options);
}

/**
 * Whether a value is an error of this package, or the plain data of one, as from a worker. Compares
 * names, so that errors of iframes and of other copies of the package are recognized.
 *
 * @example
 * ```js
 * if (isB24Error(error) && error.retryable) showRetryButton();
 * ```
 */
export function isB24Error(value: unknown): value is B24ErrorLike {
  return hasName(value, "B24Error") || hasName(value, "PartialResultError");
}

/**
 * Whether a value is a `PartialResultError`, or the plain data of one. Compares names, as
 * `isB24Error`.
 *
 * @example
 * ```js
 * if (isPartialResultError(error)) show(error.result.users);
 * ```
 */
export function isPartialResultError(value: unknown): value is PartialResultErrorLike {
  return hasName(value, "PartialResultError") && typeof value.result === "object";
}

function hasName(value: unknown, name: string): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Record<string, unknown>;
  return fields.name === name && typeof fields.code === "string";
}
