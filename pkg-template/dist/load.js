import { B24Error } from "./errors.js";
import startGlue, { Client, onPanic } from "./glue.js";

/**
 * A function that loads the module from `source` once, and again only after a failure. Nothing is loaded, and no
 * environment looked at, before it is called: importing the package has no effects.
 *
 * What it resolves with has the module's `Client`, and `mourners`, functions that are told when the module stops working.
 */
export function loader(source) {
  let loading;
  return () => (loading ??= load(source).catch((error) => {
    loading = undefined;
    throw explain(error);
  }));
}

async function load(source) {
  await startGlue({ module_or_path: await source() });
  // Not one promise for all calls: what waits for it would be kept for as long as it is.
  const mourners = new Set();
  onPanic((place) => {
    const error = B24Error.of("load", "PANIC", `The WebAssembly module stopped working at ${place}`);
    for (const mourner of mourners) mourner(error);
  });
  return { Client, mourners };
}

function explain(error) {
  if (error instanceof B24Error) return error;
  const failure = (code, message) => B24Error.of("load", code, message, { cause: error });
  if (typeof WebAssembly === "undefined") {
    return failure("WASM_UNAVAILABLE", "This runtime has no WebAssembly");
  }
  if (/content security policy|blocked by CSP|unsafe-eval|disallowed by embedder/i.test(error?.message)) {
    return failure(
      "WASM_FORBIDDEN",
      "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src",
    );
  }
  return failure("LOAD_FAILED", "The WebAssembly module could not be loaded");
}
