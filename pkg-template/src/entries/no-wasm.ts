// The module as plain JavaScript, for pages and hosts that forbid or lack WebAssembly.
import { type Client, clientFactory } from "../client/client.js";
import type { ClientOptions } from "../client/options.js";
import { start } from "../generated/module.js";
import type { InstanceGuard } from "../runtime/instance-guard.js";
import { createLoader, loadError } from "../runtime/loader.js";

const startGuarded = async ({ wrapExports, setTimeout, clearTimeout }: InstanceGuard) =>
  start(wrapExports, setTimeout, clearTimeout);
const toLoadError = (caught: unknown) =>
  loadError("LOAD_FAILED", "The module could not be started", caught);

export * from "./shared-exports.js";
export const createClient: (options: ClientOptions) => Client = /* @__PURE__ */ clientFactory(
  /* @__PURE__ */ createLoader(startGuarded, toLoadError),
);
