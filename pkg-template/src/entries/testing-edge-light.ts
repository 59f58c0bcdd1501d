// The edge runtime of Vercel and Next.js cannot compile WebAssembly at run time; `?module` compiles
// it at build time.
import wasm from "../generated/testing/portal.wasm?module";
import { fakePortalFactory } from "../testing/fake-portal.js";

// Next.js provides a module of another realm, which the bindings' `instanceof` check would reject.
const localModule = () => Object.setPrototypeOf(wasm, WebAssembly.Module.prototype);

export const createFakePortal = /* @__PURE__ */ fakePortalFactory(localModule);
