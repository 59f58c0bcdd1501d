// The entry for applications that serve b24.wasm themselves.
import { type Client, clientFactory } from "../client/client.js";
import type { ClientOptions } from "../client/options.js";
import { createError } from "../shared/errors.js";
import type { ModuleInput } from "../generated/glue.js";
import { createWasmLoader } from "../runtime/load-wasm.js";
import type { LoadedModule, Loader } from "../runtime/loader.js";

let loader: Loader | undefined;
let starting: Promise<LoadedModule> | undefined;

const load = (): Promise<LoadedModule> => {
  if (loader) return loader();
  const message = 'Call init() of "b24-users/slim" first, with b24.wasm or its address';
  return Promise.reject(createError("load", "NOT_INITIALIZED", message));
};
load.isCold = () => loader?.isCold() ?? false;

export * from "./shared-exports.js";
export const createClient: (options: ClientOptions) => Client = /* @__PURE__ */ clientFactory(load);

/**
 * Loads the WebAssembly module for all clients of this entry. Call it before their first call.
 *
 * `b24-users/slim` is the package without the inline module, for applications that serve
 * `b24-users/b24.wasm` as a file. Everything else is the same as in `b24-users`. Once the module is
 * loaded, `init` loads nothing more.
 *
 * @param input The module's address, its bytes, the response of a `fetch` for it, or the compiled
 * module.
 * @throws {B24Error} `LOAD_FAILED`, `WASM_FORBIDDEN` or `WASM_UNAVAILABLE`; it may be called again
 * then, also with another input.
 *
 * @example
 * ```js
 * import { createClient, init } from "b24-users/slim";
 *
 * await init("/assets/b24.wasm"); // wherever you serve the package's dist/b24.wasm
 * ```
 */
export async function init(
  input:
    | string
    | URL
    | Request
    | Response
    | Promise<Response>
    | ArrayBuffer
    | ArrayBufferView
    | CompiledModule,
): Promise<void> {
  // A rejected promise may never be awaited.
  Promise.resolve(input).catch(() => {});
  // One at a time: an earlier call may load the module, which then stays.
  while (starting) await starting.catch(() => {});
  if (loader?.isCold() ?? true) loader = createWasmLoader(() => input as ModuleInput);
  starting = (loader as Loader)();
  try {
    await starting;
  } finally {
    starting = undefined;
  }
}

/** `WebAssembly.Module`, which TypeScript knows only with the DOM's types. */
type CompiledModule = typeof globalThis extends {
  WebAssembly: { Module: { prototype: infer Module } };
}
  ? Module
  : object;
