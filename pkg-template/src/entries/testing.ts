// The fake portal with its module inline, so that test runners need no configuration.
import { compile } from "../runtime/compile-base64.js";
import { fakePortalFactory } from "../testing/fake-portal.js";
import wasm from "../generated/testing/wasm.js";

// Compiled synchronously: `createFakePortal` returns a portal, not a promise.
export const createFakePortal = /* @__PURE__ */ fakePortalFactory(() => compile(wasm));
