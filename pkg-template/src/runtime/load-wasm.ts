import { createError } from "../shared/errors.js";
import {
  createGlue,
  type Instantiated,
  type ModuleInput,
  type WebAssemblyApi,
} from "../generated/glue.js";
import type { InstanceGuard } from "./instance-guard.js";
import { createLoader, type Loader } from "./loader.js";
import { toWasmError } from "./wasm-error.js";

/** Creates a loader of the WebAssembly module that `source` returns. */
export function createWasmLoader(source: () => ModuleInput): Loader {
  // Compiled once. A response could not even be read again.
  let compiled: WebAssembly.Module | undefined;

  const start = async (guard: InstanceGuard) => {
    const input = compiled ?? (await source());
    const api = guardedWebAssembly(guard, (module) => {
      compiled = module;
    });
    const glue = createGlue(api, guard.setTimeout, guard.clearTimeout);
    await glue.default({ module_or_path: input });
    return glue;
  };
  return createLoader(start, (caught) => toWasmError(caught, 'import "b24-users/js"'));
}

/** Creates a loader of a module that the bundler has compiled, if it did so. */
export function createModuleLoader(module: unknown): Loader {
  return createWasmLoader(() => {
    // By its tag: Next.js provides a module of another realm.
    if (Object.prototype.toString.call(module) === "[object WebAssembly.Module]") {
      return module as WebAssembly.Module;
    }
    const message =
      'The import of b24.wasm is not a WebAssembly.Module in this build; import "b24-users/js"';
    throw createError("load", "LOAD_FAILED", message);
  });
}

/** `WebAssembly` for the bindings. It guards the instance and reports the compiled module. */
function guardedWebAssembly(
  guard: InstanceGuard,
  onCompiled: (module: WebAssembly.Module) => void,
): WebAssemblyApi {
  const wrap = ({ instance, module }: Instantiated) => {
    onCompiled(module);
    return { instance: { exports: guard.wrapExports(instance.exports) }, module };
  };
  const { Instance, Module, instantiate, instantiateStreaming } = WebAssembly;
  return {
    Instance,
    Module,
    async instantiate(input, imports) {
      // `instantiate` resolves with an instance alone if `input` is a module.
      const result = await instantiate(input as BufferSource, imports);
      const isInstance = result instanceof Instance;
      return wrap(isInstance ? { instance: result, module: input as WebAssembly.Module } : result);
    },
    instantiateStreaming:
      instantiateStreaming &&
      (async (response, imports) => wrap(await instantiateStreaming(response, imports))),
  };
}
