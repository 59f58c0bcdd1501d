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
export declare class B24Error extends Error implements ErrorInfo {
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
  /** The error as plain data, for logs. */
  toJSON(): ErrorInfo & { name: string; message: string };
}

/** Some users arrived, others could not be fetched. Nothing that arrived is lost. */
export declare class PartialResultError extends B24Error {
  readonly name: "PartialResultError";
  /** What arrived. */
  readonly result: UserList;
  /** Which ids did not, and why; the same as `result.failed`. */
  readonly failed: Failure[];
}

/**
 * Whether a value is an error of this package: by its name, so also one from an iframe or another copy of the package.
 *
 * @example
 * ```js
 * if (isB24Error(error) && error.retryable) showRetryButton();
 * ```
 */
export declare function isB24Error(value: unknown): value is B24Error;

/**
 * Whether a value is a `PartialResultError`, from wherever it comes.
 *
 * @example
 * ```js
 * if (isPartialResultError(error)) show(error.result.users);
 * ```
 */
export declare function isPartialResultError(value: unknown): value is PartialResultError;
