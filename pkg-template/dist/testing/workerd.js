// Cloudflare Workers cannot compile WebAssembly at run time, but accept deployed modules.
import wasm from "./portal.wasm";
import { fakePortalFactory } from "./fake-portal.js";

export const createFakePortal = /* @__PURE__ */ fakePortalFactory(() => wasm);
