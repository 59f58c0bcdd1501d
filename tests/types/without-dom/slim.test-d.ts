// Types of the entries for servers without the DOM's types.
import { createClient, init } from "b24-users/slim";
import { createFakePortal } from "b24-users/testing";

const { origin, accessToken, fetch } = createFakePortal();
createClient({ portal: origin, auth: accessToken, fetch });
void init("/b24.wasm");
void init(new URL("https://example.com/b24.wasm"));
void init(new Uint8Array());
void init(new Uint8Array().buffer);
// @ts-expect-error a number is no module
void init(4);
