// The entry for those who serve b24.wasm themselves.
import { clientFactory } from "./client.js";
import { B24Error } from "./errors.js";
import { loader } from "./load.js";

let source;

const load = /* @__PURE__ */ loader(() => {
  if (source === undefined) {
    throw B24Error.of("load", "NOT_INITIALIZED", 'Call init() of "b24-users/slim" first, with the address of b24.wasm');
  }
  return source;
});

export * from "./exports.js";
export const createClient = /* @__PURE__ */ clientFactory(load);

export async function init(input) {
  source = input;
  await load();
}
