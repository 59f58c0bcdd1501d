// The entry for those who serve b24.wasm themselves.
import { clientFactory } from "./client.js";
import { B24Error } from "./errors.js";
import { loader } from "./load.js";

let loaded;

const load = () => {
  if (loaded) return loaded();
  const message = 'Call init() of "b24-users/slim" first, with b24.wasm or its address';
  return Promise.reject(B24Error.of("load", "NOT_INITIALIZED", message));
};
load.takesTime = () => loaded?.takesTime() ?? false;

export * from "./exports.js";
export const createClient = /* @__PURE__ */ clientFactory(load);

export async function init(input) {
  // A new input begins anew, unless the module is there already.
  const next = loader(() => input);
  loaded = next;
  await next();
}
