// Declares glue.js: the bindings, which the build wraps in a function.
import type { Client } from "./bindings.js";

/** What the module is loaded from. */
export type ModuleInput =
  | RequestInfo
  | URL
  | Response
  | BufferSource
  | WebAssembly.Module
  | Promise<RequestInfo | URL | Response | BufferSource | WebAssembly.Module>;

/** An instance and its module. */
export interface Instantiated {
  instance: { exports: WebAssembly.Exports };
  module: WebAssembly.Module;
}

/** The parts of `WebAssembly` that the bindings use. */
export interface WebAssemblyApi {
  Instance: typeof WebAssembly.Instance;
  Module: typeof WebAssembly.Module;
  instantiate(
    input: WebAssembly.Module | BufferSource,
    imports?: WebAssembly.Imports,
  ): Promise<Instantiated>;
  instantiateStreaming?:
    | ((
        response: Response | PromiseLike<Response>,
        imports?: WebAssembly.Imports,
      ) => Promise<Instantiated>)
    | undefined;
}

/** The bindings of one instance. */
export interface Glue {
  /** Instantiates the module. */
  default(options: { module_or_path: ModuleInput }): Promise<unknown>;
  Client: typeof Client;
}

/** A fresh set of bindings, which call these functions in place of the globals. */
export function createGlue<Timer>(
  WebAssembly: WebAssemblyApi,
  setTimeout: (work: () => void, ms?: number) => Timer,
  clearTimeout: (timer: Timer) => void,
): Glue;
