// The fake portal with its module inline, so that test runners need no configuration.
import { compile } from "../compile.js";
import { fakePortalFactory } from "./fake-portal.js";
import wasm from "./wasm.js";

// Compiled synchronously: `createFakePortal` returns a portal, not a promise.
export const createFakePortal = /* @__PURE__ */ fakePortalFactory(() => compile(wasm));
