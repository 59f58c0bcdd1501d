// The edge runtime of Vercel and Next.js compiles no WebAssembly at run time; `?module` has it compiled at build time.
import wasm from "./portal.wasm?module";
import { fakePortalFactory } from "./fake-portal.js";

export const createFakePortal = /* @__PURE__ */ fakePortalFactory(() => wasm);
