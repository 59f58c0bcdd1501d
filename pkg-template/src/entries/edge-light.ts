// The edge runtime of Vercel and Next.js compiles no WebAssembly at run time; `?module` has the
// module compiled at build time.
import { type Client, clientFactory } from "../client/client.js";
import type { ClientOptions } from "../client/options.js";
import wasm from "../generated/b24.wasm?module";
import { createModuleLoader } from "../runtime/load-wasm.js";

export * from "./shared-exports.js";
export const createClient: (options: ClientOptions) => Client = /* @__PURE__ */ clientFactory(
  /* @__PURE__ */ createModuleLoader(wasm),
);
