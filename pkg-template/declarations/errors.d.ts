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
export declare class B24Error extends Error implements B24ErrorInfo {
  protected constructor();
  readonly name: "B24Error" | "PartialResultError";
  readonly code: string;
  readonly kind: ErrorKind;
  readonly status: number | null;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  readonly method: string | null;
  readonly ids: UserId[];
  /** The error that caused this one, if any. */
  readonly cause?: unknown;
  /** The error as plain data, for logs and workers. */
  toJSON(): B24ErrorInfo;
}

/** Some users were fetched, others could not be. */
export declare class PartialResultError extends B24Error implements PartialResultErrorInfo {
  readonly name: "PartialResultError";
  /** The partial result. */
  readonly result: UserList;
  /** The ids that could not be fetched, with the errors; the same as `result.failed`. */
  readonly failed: FailedIds[];
  /** The error as plain data, including the fetched users: mind that before you log it. */
  toJSON(): PartialResultErrorInfo;
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
export declare function isB24Error(value: unknown): value is B24ErrorInfo;

/**
 * Whether a value is a `PartialResultError`, or the plain data of one. Compares names, as
 * `isB24Error`.
 *
 * @example
 * ```js
 * if (isPartialResultError(error)) show(error.result.users);
 * ```
 */
export declare function isPartialResultError(value: unknown): value is PartialResultErrorInfo;
