// The fake portal with its module inline, so that test runners need no configuration.
import wasm from "../generated/testing/wasm.js";
import { compileBase64 } from "../runtime/compile-base64.js";
import { toWasmError } from "../runtime/wasm-error.js";
import { fakePortalFactory } from "../testing/fake-portal.js";
import type { FakePortal, FakePortalOptions } from "../testing/types.js";

export type * from "../testing/types.js";

/**
 * Creates a fake Bitrix24 portal in memory, for tests of applications. It responds as the real
 * server does, quirks included, and needs no network. The tests of `b24-users` use the same portal.
 *
 * The portal is ready at once. Each call creates an independent one.
 *
 * @throws {TypeError} if an option is unknown or invalid.
 * @throws {B24Error} `WASM_FORBIDDEN` if the page's Content-Security-Policy forbids WebAssembly.
 *
 * @example
 * ```js
 * import { createClient } from "b24-users";
 * import { createFakePortal } from "b24-users/testing";
 *
 * const fake = createFakePortal({ people: [{ id: 7, firstName: "Ann", lastName: "Lee" }] });
 * const b24 = createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
 * const { users } = await b24.getUsers([7]);
 * ```
 */
export function createFakePortal(options?: FakePortalOptions): FakePortal {
  return create(options);
}

// Compiled synchronously: `createFakePortal` returns a portal, not a promise.
const create = /* @__PURE__ */ fakePortalFactory(() => compileBase64(wasm), toWasmError);
