// The edge runtime of Vercel and Next.js compiles no WebAssembly at run time; `?module` has it compiled at build time.
import wasm from "./portal.wasm?module";
import { fakePortalFactory } from "./fake-portal.js";

// The module that Next.js gives is of another realm, where the bindings would not know it for one.
const ours = () => Object.setPrototypeOf(wasm, WebAssembly.Module.prototype);

export const createFakePortal = /* @__PURE__ */ fakePortalFactory(ours);
