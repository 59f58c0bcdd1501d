import type { CommandData } from "../generated/bindings.js";
import type { PrepareCall, RunCall } from "./call.js";
import type { B24Error } from "../shared/errors.js";
import type { RestResponse } from "../shared/rest-response.js";
import { isObject } from "../shared/validate.js";
import { invalidParams, type RestParams, readForeign, toFormFields } from "./form-params.js";
import type { CallOptions } from "./options.js";
import { toError } from "./to-result.js";

/** Any REST method. */
export interface RawCallMethods {
  /**
   * Calls any REST method, with the client's token, limits, retries, errors and events.
   *
   * @typeParam T The type of the result, which is not checked.
   * @param method The name of the method: letters, digits, `_` and `-`, in segments separated by
   * dots.
   * @param params The parameters, sent as a form: see `RestParams`.
   * @returns The portal's response. `result` is unchanged: under the portal's names, unchecked.
   * @throws {B24Error} `INVALID_METHOD` or `INVALID_PARAMS`, before anything is sent; else the
   * error of the request.
   * @see [How to call REST](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/index.html)
   *
   * @example
   * ```js
   * const params = { filter: { ACTIVE: true } };
   * const { result, next, total } = await b24.call("user.get", params, { idempotent: true });
   * ```
   */
  call<T = unknown>(
    method: string,
    params?: RestParams,
    options?: CallOptions,
  ): Promise<RestResponse<T>>;

  /**
   * Calls any number of REST methods, 50 per request, one request after the other, in the order of
   * the commands. Commands that refer to one another are sent together, in the place of the first
   * of them.
   *
   * A value such as `"$result[chat][0]"` refers to the result of an earlier command. Commands that
   * refer to one another are executed in one request, in order, until one of them fails: a command
   * that refers to a failed one is never executed.
   *
   * @param commands The commands, keyed by names of your choice, which key the responses as well.
   * @returns The responses of the successful commands and the errors of the others. Besides the
   * portal's own these are `COMMAND_SKIPPED`, for a command that was not executed because a related
   * one before it failed, and `UNRESOLVED_REFERENCE`, for a command that refers to a value that
   * does not exist: the portal executes it with another value, and its response is dropped.
   * @throws {B24Error} `INVALID_METHOD`, `INVALID_PARAMS` or `INVALID_REFERENCE`, before anything
   * is sent; the error of the request if no command got a response.
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
  batch(
    commands: Readonly<Record<string, BatchCommand>>,
    options?: CallOptions,
  ): Promise<BatchResponse>;
  /**
   * Calls any number of REST methods, with a type for each result, which is not checked.
   *
   * @example
   * ```js
   * // In TypeScript: b24.batch<{ me: Me }>({ ... })
   * const { results } = await b24.batch({ me: { method: "im.user.get" } });
   * ```
   */
  batch<T extends object>(
    commands: { readonly [Name in keyof T]: BatchCommand },
    options?: CallOptions,
  ): Promise<BatchResponse<T>>;
}

/** One command of a batch. */
export interface BatchCommand {
  /** The REST method. */
  method: string;
  /** The parameters. */
  params?: RestParams | undefined;
}

/** The outcomes of a batch, by the names of its commands. */
export interface BatchResponse<T extends object = Record<string, unknown>> {
  /**
   * The responses of the successful commands: `results.first?.result`. With a type for each result,
   * TypeScript knows that a response may be absent; without, only with `noUncheckedIndexedAccess`.
   */
  results: string extends keyof T
    ? Record<string, RestResponse>
    : { [Name in keyof T]?: RestResponse<T[Name]> };
  /** The errors of the failed commands. */
  errors: string extends keyof T ? Record<string, B24Error> : { [Name in keyof T]?: B24Error };
}

export const rawCallMethods = (prepare: PrepareCall, run: RunCall): RawCallMethods => ({
  async call<T>(method: string, params: RestParams = {}, options: CallOptions = {}) {
    const checked = prepare("call", options);
    const fields = toFormFields("call: params", params);
    return run(
      checked,
      (core, callOptions) =>
        core.call(toMethod(method), fields, callOptions) as Promise<RestResponse<T>>,
    );
  },

  batch: (async (commands: unknown, options: CallOptions = {}): Promise<BatchResponse> => {
    const checked = prepare("batch", options);
    const list = toCommands(commands);
    const outcomes = await run(checked, (core, callOptions) => core.batch(list, callOptions));
    const results: [string, RestResponse][] = [];
    const errors: [string, B24Error][] = [];
    list.forEach(({ name }, index) => {
      const outcome = outcomes[index];
      if (outcome?.response) results.push([name, outcome.response]);
      if (outcome?.error) errors.push([name, toError(outcome.error)]);
    });
    // Not by assignment: a name may be `__proto__`.
    return { results: Object.fromEntries(results), errors: Object.fromEntries(errors) };
  }) as RawCallMethods["batch"],
});

function toCommands(commands: unknown): CommandData[] {
  return readForeign("batch: the commands", commands, () => {
    if (!isObject(commands) || Array.isArray(commands)) {
      const message = "batch: the commands must be an object of { method, params } by their names";
      throw invalidParams(message, commands);
    }
    return Object.entries(commands).map(([name, command]) => toCommand(name, command));
  });
}

function toCommand(name: string, command: unknown): CommandData {
  const subject = `the command ${JSON.stringify(name)}`;
  return readForeign(`batch: ${subject}`, command, () => {
    if (!isObject(command)) {
      throw invalidParams(`batch: ${subject} must be { method, params }`, command);
    }
    const { method, params = {} } = command;
    const fields = toFormFields(`batch: params of ${subject}`, params);
    return { name, method: toMethod(method), fields };
  });
}

/** A method's name. The module rejects an empty one. */
function toMethod(method: unknown): string {
  return typeof method === "string" ? method : "";
}
