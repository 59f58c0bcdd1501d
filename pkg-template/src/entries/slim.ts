// The entry for those who serve b24.wasm themselves.
import { clientFactory } from "../client/client.js";
import { B24Error } from "../client/errors.js";
import { loader } from "../runtime/load-wasm.js";

let loaded;
let starting;

const load = () => {
  if (loaded) return loaded();
  const message = 'Call init() of "b24-users/slim" first, with b24.wasm or its address';
  return Promise.reject(B24Error.of("load", "NOT_INITIALIZED", message));
};
load.takesTime = () => loaded?.takesTime() ?? false;

export * from "./shared-exports.js";
export const createClient = /* @__PURE__ */ clientFactory(load);

export async function init(input) {
  // It may be a promise that nobody comes to wait for.
  Promise.resolve(input).catch(() => {});
  // Each has its turn: the one before may bring the module, which then stays.
  while (starting) await starting.catch(() => {});
  if (loaded?.takesTime() ?? true) loaded = loader(() => input);
  starting = loaded();
  try {
    await starting;
  } finally {
    starting = undefined;
  }
}
