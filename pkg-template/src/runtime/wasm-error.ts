import type { B24Error } from "../shared/errors.js";
import { loadError } from "./loader.js";

/**
 * Creates the error for a WebAssembly module that did not start.
 *
 * @param alternative A way without WebAssembly, in the imperative, if there is one.
 */
export function toWasmError(caught: unknown, alternative = ""): B24Error {
  if (typeof WebAssembly === "undefined") {
    const message = `This runtime has no WebAssembly${alternative && `; ${alternative}`}`;
    return loadError("WASM_UNAVAILABLE", message, caught);
  }
  const blocked = /content security policy|blocked by CSP|unsafe-eval|disallowed by embedder/i;
  if (blocked.test((caught as Error | undefined)?.message as string)) {
    return loadError(
      "WASM_FORBIDDEN",
      "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to the " +
        `script-src of that header${alternative && `, or ${alternative}`}`,
      caught,
    );
  }
  return loadError("LOAD_FAILED", "The WebAssembly module could not be loaded", caught);
}
