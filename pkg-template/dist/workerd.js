// Cloudflare Workers compile no WebAssembly at run time; they take modules that were deployed with the worker.
import wasm from "./b24.wasm";
import { clientFactory } from "./client.js";
import { loader } from "./load.js";

export * from "./exports.js";
export const createClient = /* @__PURE__ */ clientFactory(/* @__PURE__ */ loader(() => wasm));
