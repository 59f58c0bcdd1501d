// The edge runtime of Vercel and Next.js compiles no WebAssembly at run time; `?module` has the
// module compiled at build time.
import wasm from "../generated/testing/portal.wasm?module";
import { toWasmError } from "../runtime/wasm-error.js";
import { fakePortalFactory } from "../testing/fake-portal.js";
import type { FakePortal, FakePortalOptions } from "../testing/types.js";

// Next.js provides a module of another realm, which the bindings' `instanceof` check would reject.
const localModule = () => Object.setPrototypeOf(wasm, WebAssembly.Module.prototype);

export const createFakePortal: (options?: FakePortalOptions) => FakePortal =
  /* @__PURE__ */ fakePortalFactory(localModule, toWasmError);
