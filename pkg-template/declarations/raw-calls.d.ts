/** Any REST method. */
export interface Client {
  /**
   * Calls any REST method, with the client's token, limits, retries of what the portal refused for now, errors and events.
   *
   * @typeParam T What the caller takes the result for. Nothing checks it.
   * @param method Its name: letters, digits, `_` and `-`, in parts between dots.
   * @param params Its parameters, which go as a form: see `RestParams`.
   * @returns What the portal answered. `result` is as it came: in the portal's names, unchecked.
   * @throws {B24Error} `INVALID_METHOD` or `INVALID_PARAMS`, before anything is sent; else the error of the request.
   * @see [How to call REST](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/index.html)
   *
   * @example
   * ```js
   * const { result, next, total } = await b24.call("user.get", { filter: { ACTIVE: true } }, { idempotent: true });
   * ```
   */
  call<T = unknown>(method: string, params?: RestParams, options?: CallOptions): Promise<RestResponse<T>>;

  /**
   * Calls any number of REST methods, 50 in a request, one request after the other, in the order given; those that refer to one another
   * come where the first of them is.
   *
   * A value such as `"$result[chat][0]"` refers to what an earlier command found. Commands that refer to one another go in one request,
   * one after the other, which ends at the first that fails: what refers to a failed command is never carried out.
   *
   * @param commands By names of any kind, which the answers come by.
   * @returns The answers of the commands that succeeded, and the errors of the others. Beside the portal's own these are
   * `COMMAND_SKIPPED`, of one that was not carried out since one before it failed, and `UNRESOLVED_REFERENCE`, of one that refers to
   * what was not there: the portal carries it out with something else, and its answer is not given.
   * @throws {B24Error} `INVALID_METHOD`, `INVALID_PARAMS` or `INVALID_REFERENCE`, before anything is sent; the error of the request if
   * nothing was answered at all.
   * @see [batch](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html)
   *
   * @example
   * ```js
   * const { results, errors } = await b24.batch({
   *   members: { method: "im.chat.user.list", params: { CHAT_ID: 12 } },
   *   first: { method: "im.user.get", params: { ID: "$result[members][0]" } },
   * });
   * ```
   */
  batch(commands: Readonly<Record<string, BatchCommand>>, options?: CallOptions): Promise<BatchResponse>;
  /**
   * The same with a type for each result, none of which is checked.
   *
   * @example
   * ```js
   * const { results } = await b24.batch({ me: { method: "im.user.get" } }); // in TypeScript: b24.batch<{ me: Me }>({ ... })
   * ```
   */
  batch<T extends object>(
    commands: { readonly [Name in keyof T]: BatchCommand },
    options?: CallOptions,
  ): Promise<BatchResponse<T>>;
}

/** One call of a batch. */
export interface BatchCommand {
  /** The REST method. */
  method: string;
  /** Its parameters. */
  params?: RestParams | undefined;
}

/**
 * The parameters of a call, by their names. They go as PHP reads forms: lists and maps field by field, `true` and `false` as `1` and `0`,
 * `null`, `[]` and `{}` as an empty value, a `Date` as ISO 8601 in UTC. What is `undefined` is left out, and an object with `toJSON()`
 * is what that gives. All else is refused with `INVALID_PARAMS`, and so are more than 999 fields, which portals cut off without a word.
 */
export type RestParams = { readonly [name: string]: RestValue };

/** A value of a parameter. */
export type RestValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | null
  | undefined
  | { toJSON(): unknown }
  | readonly RestValue[]
  | { readonly [key: string]: RestValue };

/** What `call` and `batch` are told. */
export interface CallOptions extends PlainCallOptions {
  /** Aborts the call and its request. What the portal has begun it may end. */
  signal?: AbortSignal | undefined;
}

/** What the portal answered. */
export interface RestResponse<T = unknown> {
  /** What the method gave, as it came. */
  result: T;
  /** Where the next page of a list begins, for the parameter `start`; missing on the last page. Any number that the portal sends. */
  next?: number;
  /**
   * How long the list is on all its pages; missing if it is none, or if it is empty. Any number that the portal sends: methods that do
   * not count send 0 or -1.
   */
  total?: number;
  /** What it took. */
  time: RestTime;
}

/** What came of a batch, by the names of its commands. */
export interface BatchResponse<T extends object = Record<string, unknown>> {
  /**
   * The answers of those that succeeded, and of no others: `results.first?.result`. Only with a type for each result does TypeScript
   * know that one may not be there, unless it is told `noUncheckedIndexedAccess`.
   */
  results: string extends keyof T ? Record<string, RestResponse> : { [Name in keyof T]?: RestResponse<T[Name]> };
  /** The errors of the others. */
  errors: string extends keyof T ? Record<string, B24Error> : { [Name in keyof T]?: B24Error };
}
