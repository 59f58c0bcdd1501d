// Cloudflare Workers compile no WebAssembly at run time; they take modules that were deployed with the worker.
import wasm from "../generated/b24.wasm";
import { clientFactory } from "../client/client.js";
import { loader } from "../runtime/load-wasm.js";

export * from "./shared-exports.js";
export const createClient = /* @__PURE__ */ clientFactory(/* @__PURE__ */ loader(() => wasm));
