// The default entry: the module is inline, so there is nothing to copy, serve or configure.
import { clientFactory } from "../client/client.js";
import { loader } from "../runtime/load-wasm.js";
import { bytes } from "../generated/wasm.js";

export * from "./shared-exports.js";
export const createClient = /* @__PURE__ */ clientFactory(/* @__PURE__ */ loader(bytes));
