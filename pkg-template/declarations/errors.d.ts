/**
 * An error as plain data, as `toJSON()` gives it: for logs, for JSON, and for `postMessage`, which would
 * send an error itself without its fields.
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

/** A `PartialResultError` as plain data, with all that arrived. */
export interface PartialResultErrorInfo extends B24ErrorInfo {
  readonly name: "PartialResultError";
  /** What arrived. Values in `invalid` that are no plain data are named by their type. */
  readonly result: Omit<UserList, "failed"> & { failed: FailedIdsInfo[] };
  /** Which ids did not, and why; the same as `result.failed`. */
  readonly failed: FailedIdsInfo[];
}

/** A `FailedIds` as plain data. */
export interface FailedIdsInfo extends Omit<FailedIds, "error"> {
  /** What went wrong with the request. */
  error: B24ErrorInfo;
}

/**
 * Every error of this package.
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
  /** What was caught on the way, if anything. */
  readonly cause?: unknown;
  /** The error as plain data, for logs and workers. */
  toJSON(): B24ErrorInfo;
}

/** Some users arrived, others could not be fetched. Nothing that arrived is lost. */
export declare class PartialResultError extends B24Error implements PartialResultErrorInfo {
  readonly name: "PartialResultError";
  /** What arrived. */
  readonly result: UserList;
  /** Which ids did not, and why; the same as `result.failed`. */
  readonly failed: FailedIds[];
  /** The error as plain data, the users that arrived included: think of it before you log it. */
  toJSON(): PartialResultErrorInfo;
}

/**
 * Whether a value is an error of this package: by its name, so also one from an iframe or another copy of the package, and the plain
 * data of one, as from a worker.
 *
 * @example
 * ```js
 * if (isB24Error(error) && error.retryable) showRetryButton();
 * ```
 */
export declare function isB24Error(value: unknown): value is B24ErrorInfo;

/**
 * Whether a value is a `PartialResultError`, from wherever it comes, or the plain data of one.
 *
 * @example
 * ```js
 * if (isPartialResultError(error)) show(error.result.users);
 * ```
 */
export declare function isPartialResultError(value: unknown): value is PartialResultErrorInfo;
