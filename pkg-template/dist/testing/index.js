// The fake portal, with its module inline: there is nothing to configure in any test runner.
import { compile } from "./compile.js";
import { fakePortalFactory } from "./fake-portal.js";
import wasm from "./wasm.js";

export const createFakePortal = /* @__PURE__ */ fakePortalFactory(() => compile(wasm));
