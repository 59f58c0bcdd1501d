// The module as plain JavaScript, for pages whose policy forbids WebAssembly.
import { clientFactory } from "./client.js";
import { start } from "./module.js";
import { failure, starter } from "./start.js";

const begin = async (watch) => start(watch.guarded, watch.setTimeout, watch.clearTimeout);
const explain = (error) => failure("LOAD_FAILED", "The module could not be started", error);

export * from "./exports.js";
export const createClient = /* @__PURE__ */ clientFactory(/* @__PURE__ */ starter(begin, explain));
