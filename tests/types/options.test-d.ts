// Types of options.
import {
  type BX24Like,
  createClient,
  fromBX24,
  type Auth,
  type Client,
  type ClientOptions,
  type GetUsersOptions,
  type Token,
} from "b24-users";
import { type createClient as createSlim, init } from "b24-users/slim";

import { expect, type Same } from "./expect.js";

const portal = "example.bitrix24.com";
createClient({ portal, auth: "token" });
createClient({ auth: { accessToken: "token", expiresAt: Date.now(), portal } });
createClient({ auth: { webhook: "https://example.bitrix24.com/rest/1/code/" } });
createClient({ portal, auth: { getToken: () => "token" } });
declare const BX24: BX24Like;
createClient({ auth: fromBX24(BX24) });
createClient({ ...fromBX24(BX24) });
createClient({
  auth: { getToken: async ({ reason }): Promise<Token> => ({ accessToken: reason, portal }) },
});
createClient({
  portal,
  auth: "token",
  fetch,
  limits: { idsPerCall: 100 },
  requestTimeoutMs: 1000,
  invalid: "report",
});
createClient({
  portal,
  auth: "token",
  fetch: async (url: string, init: RequestInit) => new Response(url + String(init.body)),
});
createClient({
  portal,
  auth: "token",
  fetch: async () => ({ status: 200, text: async () => "{}" }),
});
createClient({
  portal,
  auth: "token",
  cache: false,
  retries: 0,
  deadlineMs: 5,
  coalesceMs: 0,
  limits: { burst: 250, perSecond: 5 },
});
createClient({
  portal,
  auth: "token",
  cache: { ttlMs: 1000 },
  onEvent(event) {
    if (event.type === "wait") expect<Same<typeof event.reason, "limit" | "operating">>();
    expect<Same<typeof event.at, number>>();
  },
});
expect<Same<ReturnType<typeof createClient>, Client>>();
expect<Same<ClientOptions["auth"], Auth>>();

const b24 = createClient({ portal, auth: "token" });
const options: GetUsersOptions = {
  signal: new AbortController().signal,
  deadlineMs: 1000,
  invalid: "throw",
  partial: true,
  avatarHr: true,
};
void b24.getUsers(new Set([4]), options);
expect<Same<typeof b24.ready, Promise<void>>>();
b24.close();

declare const maybe: AbortSignal | undefined;
void b24.getUsers([4], { signal: maybe });
void b24.loadUser(4, { signal: maybe, maxAgeMs: 1000 });

// @ts-expect-error auth is required
createClient({ portal });
// @ts-expect-error a webhook is no token
createClient({ portal, auth: { hook: "https://example.bitrix24.com/rest/1/code/" } });
// @ts-expect-error misspelt
createClient({ portal, auth: "token", timeout: 5 });
// @ts-expect-error unknown value
createClient({ portal, auth: "token", invalid: "ignore" });
// @ts-expect-error misspelt
void b24.getUsers([4], { deadline: 5 });
// @ts-expect-error read only
b24.ready = Promise.resolve();

expect<Same<typeof createSlim, typeof createClient>>();
void init("/b24.wasm");
void init(new URL("https://example.com/b24.wasm"));
void init(fetch("/b24.wasm"));
void init(new Uint8Array());
void init(new WebAssembly.Module(new Uint8Array()));
