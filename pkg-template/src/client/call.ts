import type { CallOptionsData, Client } from "../generated/bindings.js";
import type { AnyCallOptions } from "./validate-options.js";

/** Returns a checked copy of the options of `method`. Throws if the client is closed. */
export type PrepareCall = (method: string, options: unknown) => AnyCallOptions;

/**
 * Loads the module and does `work` with it. Applies the options of the call and converts its error.
 *
 * @param expected What the call requests first, if known: an array of ids, or one id.
 */
export type RunCall = <T>(
  options: AnyCallOptions,
  work: (core: Client, callOptions: CallOptionsData) => Promise<T>,
  expected?: unknown,
) => Promise<T>;
