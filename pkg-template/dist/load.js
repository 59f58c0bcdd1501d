import startGlue, { Client, onPanic } from "./glue.js";
import { failure, starter } from "./start.js";

/** A function that loads the WebAssembly module from `source`, as `starter` says. */
export function loader(source) {
  const start = async () => {
    await startGlue({ module_or_path: await source() });
    return { Client, onPanic };
  };
  return starter(start, explain);
}

function explain(error) {
  if (typeof WebAssembly === "undefined") {
    return failure("WASM_UNAVAILABLE", "This runtime has no WebAssembly; \"b24-users/js\" does without", error);
  }
  if (/content security policy|blocked by CSP|unsafe-eval|disallowed by embedder/i.test(error?.message)) {
    return failure(
      "WASM_FORBIDDEN",
      "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to the script-src of that header, or import \"b24-users/js\", which does without",
      error,
    );
  }
  return failure("LOAD_FAILED", "The WebAssembly module could not be loaded", error);
}
