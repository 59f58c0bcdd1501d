// The default entry: the module is inline, so there is nothing to copy, serve or configure.
import { clientFactory } from "./client.js";
import { loader } from "./load.js";
import { bytes } from "./wasm.js";

export * from "./exports.js";
export const createClient = /* @__PURE__ */ clientFactory(/* @__PURE__ */ loader(bytes));
