import { B24Error } from "./errors.js";
import startGlue, { Client, onPanic } from "./glue.js";

/**
 * A function that loads the module from `source` once, and again only after a failure. Nothing is loaded, and no
 * environment looked at, before it is called: importing the package has no effects.
 *
 * What it resolves with has the module's `Client`, and `death`, which rejects when the module stops working.
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
  const module = { Client, death: undefined };
  let kill;
  const live = () => {
    module.death = new Promise((_, reject) => (kill = reject));
    // It matters to the calls under way only.
    module.death.catch(() => {});
  };
  onPanic((place) => {
    kill(B24Error.of("load", "PANIC", `The WebAssembly module stopped working at ${place}`));
    live();
  });
  live();
  return module;
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
