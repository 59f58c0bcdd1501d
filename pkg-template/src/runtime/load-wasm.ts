import { createGlue } from "../generated/glue.js";
import { failure, starter } from "./loader.js";

/** A function that loads the WebAssembly module from `source`, as `starter` says. */
export function loader(source) {
  // What has been compiled need not be had again; a response could not even be read again.
  let compiled;

  const start = async (watch) => {
    const input = compiled ?? (await source());
    const glue = createGlue(watched(watch, (module) => (compiled = module)), watch.setTimeout, watch.clearTimeout);
    await glue.default({ module_or_path: input });
    return glue;
  };
  return starter(start, explain);
}

/** What the bindings take for `WebAssembly`: the instances that it makes are watched over, and their module is told. */
function watched(watch, tell) {
  const take = ({ instance, module }) => {
    tell(module);
    return { instance: { exports: watch.guarded(instance.exports) }, module };
  };
  const { Instance, Module, instantiate, instantiateStreaming } = WebAssembly;
  return {
    Instance,
    Module,
    async instantiate(input, imports) {
      const made = await instantiate(input, imports);
      return take(made instanceof Instance ? { instance: made, module: input } : made);
    },
    instantiateStreaming: instantiateStreaming && (async (response, imports) => take(await instantiateStreaming(response, imports))),
  };
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
