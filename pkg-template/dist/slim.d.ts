export * from "./index.js";

/**
 * Loads the WebAssembly module that all clients of this entry use; to be called before their first call.
 *
 * `b24-users/slim` is the package without the module inside, for applications that serve `b24-users/b24.wasm` as a file of its
 * own. All the rest is the same as in `b24-users`. Once the module is there it stays, and `init` loads nothing any more.
 *
 * @param input The module's address, bytes, the response of a `fetch` for it, or the compiled module.
 * @throws {B24Error} `LOAD_FAILED`, `WASM_FORBIDDEN` or `WASM_UNAVAILABLE`; it may be called again then, with another input as well.
 *
 * @example
 * ```js
 * import { createClient, init } from "b24-users/slim";
 *
 * await init("/assets/b24.wasm"); // wherever you serve the package's dist/b24.wasm
 * ```
 */
export declare function init(
  input: string | URL | Request | Response | Promise<Response> | ArrayBuffer | ArrayBufferView | CompiledModule,
): Promise<void>;

/** `WebAssembly.Module`, of which TypeScript knows with the DOM only. */
type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } } ? Module : object;
