// Declares module.js: the library's module, translated to JavaScript by wasm2js.
import type { Client } from "./bindings.js";

/** Starts an instance. `guarded` wraps the exports of the module. */
export function start(
  guarded: (exports: WebAssembly.Exports) => WebAssembly.Exports,
  setTimeout: (work: () => void, ms?: number) => unknown,
  clearTimeout: (timer: unknown) => void,
): { Client: typeof Client };
