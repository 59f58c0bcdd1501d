// Cloudflare Workers cannot compile WebAssembly at run time, but accept deployed modules.
import wasm from "../generated/testing/portal.wasm";
import { fakePortalFactory } from "../testing/fake-portal.js";

export const createFakePortal = /* @__PURE__ */ fakePortalFactory(() => wasm);
