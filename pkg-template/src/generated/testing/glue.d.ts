// Declares glue.js: the bindings, and the function that loads their module.
export { FakePortal } from "./bindings.js";

/** Instantiates the module. */
export function initSync(options: { module: BufferSource | WebAssembly.Module }): unknown;
