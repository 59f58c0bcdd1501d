// The edge runtime of Vercel and Next.js compiles no WebAssembly at run time; `?module` has it compiled at build time.
import wasm from "./b24.wasm?module";
import { clientFactory } from "./client.js";
import { loader } from "./load.js";

export * from "./exports.js";
export const createClient = /* @__PURE__ */ clientFactory(/* @__PURE__ */ loader(() => wasm));
