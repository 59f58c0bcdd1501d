// Declares module.js: the library's module, translated to JavaScript by wasm2js.
import type { Client } from "./bindings.js";

/** Starts an instance. `guarded` wraps the exports of the module. */
export function start<Timer>(
  guarded: (exports: WebAssembly.Exports) => WebAssembly.Exports,
  setTimeout: (work: () => void, ms?: number) => Timer,
  clearTimeout: (timer: Timer) => void,
): { Client: typeof Client };
