// The module as plain JavaScript, for pages whose policy forbids WebAssembly.
import { clientFactory } from "../client/client.js";
import { start } from "../generated/module.js";
import { failure, starter } from "../runtime/loader.js";

const begin = async (watch) => start(watch.guarded, watch.setTimeout, watch.clearTimeout);
const explain = (error) => failure("LOAD_FAILED", "The module could not be started", error);

export * from "./shared-exports.js";
export const createClient = /* @__PURE__ */ clientFactory(/* @__PURE__ */ starter(begin, explain));
