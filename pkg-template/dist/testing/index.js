// The fake portal, with its module inline: there is nothing to configure in any test runner.
import { compile } from "../compile.js";
import { fakePortalFactory } from "./fake-portal.js";
import wasm from "./wasm.js";

// Compiled at once: tests are easier to write around a portal that nobody has to wait for.
export const createFakePortal = /* @__PURE__ */ fakePortalFactory(() => compile(wasm));
