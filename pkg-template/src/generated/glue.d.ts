// Declares glue.js: the bindings of bindings.d.ts, which the build wraps in a function.
import type init from "./bindings.js";
import type { Client } from "./bindings.js";

/** The parts of `WebAssembly` that the bindings use. */
export interface WebAssemblyApi {
  Instance: unknown;
  Module: unknown;
  instantiate(
    input: WebAssembly.Module | BufferSource,
    imports?: WebAssembly.Imports,
  ): Promise<{ instance: { exports: WebAssembly.Exports }; module: WebAssembly.Module }>;
  instantiateStreaming?:
    | ((
        response: Response | PromiseLike<Response>,
        imports?: WebAssembly.Imports,
      ) => Promise<{ instance: { exports: WebAssembly.Exports }; module: WebAssembly.Module }>)
    | undefined;
}

/** A timer, as `setTimeout` of the caller returns it. */
export type Timer = unknown;

/** A fresh set of bindings, which call these functions in place of the globals. */
export function createGlue(
  WebAssembly: WebAssemblyApi,
  setTimeout: (work: () => void, ms?: number) => Timer,
  clearTimeout: (timer: Timer) => void,
): { default: typeof init; Client: typeof Client };
