// The edge runtime of Vercel and Next.js compiles no WebAssembly at run time; `?module` has it compiled at build time.
import wasm from "../generated/b24.wasm?module";
import { clientFactory } from "../client/client.js";
import { loader } from "../runtime/load-wasm.js";

export * from "./shared-exports.js";
export const createClient = /* @__PURE__ */ clientFactory(/* @__PURE__ */ loader(() => wasm));
