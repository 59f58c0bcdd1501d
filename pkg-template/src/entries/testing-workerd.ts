// Cloudflare Workers compile no WebAssembly at run time, but accept deployed modules.
import wasm from "../generated/testing/portal.wasm";
import { toWasmError } from "../runtime/wasm-error.js";
import { fakePortalFactory } from "../testing/fake-portal.js";
import type { FakePortal, FakePortalOptions } from "../testing/types.js";

export const createFakePortal: (options?: FakePortalOptions) => FakePortal =
  /* @__PURE__ */ fakePortalFactory(() => wasm, toWasmError);
