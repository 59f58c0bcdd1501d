// The default entry. The module is inline: there is no file to copy, serve or configure.
import { type Client, clientFactory } from "../client/client.js";
import type { ClientOptions } from "../client/options.js";
import { createWasmLoader } from "../runtime/load-wasm.js";
import { bytes } from "../generated/wasm.js";

export * from "./shared-exports.js";

/**
 * Creates a client of one portal. Nothing is loaded or sent before its first call.
 *
 * @throws {B24Error} `INVALID_OPTIONS` if an option has a wrong type.
 *
 * @example
 * ```js
 * import { createClient } from "b24-users";
 *
 * const b24 = createClient({ portal: "example.bitrix24.com", auth: accessToken });
 * const { users, missing } = await b24.getUsers([4, 5, 999]);
 * ```
 */
export function createClient(options: ClientOptions): Client {
  return create(options);
}

const create = /* @__PURE__ */ clientFactory(/* @__PURE__ */ createWasmLoader(bytes));
