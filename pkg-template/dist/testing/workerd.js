// Cloudflare Workers compile no WebAssembly at run time; they take modules that were deployed with the worker.
import wasm from "./portal.wasm";
import { fakePortalFactory } from "./fake-portal.js";

export const createFakePortal = /* @__PURE__ */ fakePortalFactory(() => wasm);
