import { type B24Error, createError } from "../shared/errors.js";
import type { Token, TokenRequest } from "../shared/token.js";
import type { Auth } from "./token-source.js";

/** The timeout of b24jssdk; BX24 has none. */
const RESPONSE_TIMEOUT_MS = 10_000;

/**
 * The credentials of a frame application from the official script,
 * `https://api.bitrix24.com/api/v1/`: the portal's page provides the token, its refresh and the
 * portal's address. Spread them into the options, or give them as `auth`. Nothing is requested
 * before the client's first call, which also awaits `BX24.init`.
 *
 * If the portal's page does not respond within 10 seconds, calls are rejected with
 * `TOKEN_UNAVAILABLE`.
 *
 * @param BX24 The script's global object. Outside a frame it is `null`, which is rejected.
 * @throws {B24Error} `INVALID_OPTIONS` if the object is absent.
 * @see [BX24.getAuth](https://apidocs.bitrix24.com/sdk/bx24-js-sdk/system-functions/bx24-get-auth.html),
 * [BX24.refreshAuth](https://apidocs.bitrix24.com/sdk/bx24-js-sdk/system-functions/bx24-refresh-auth.html)
 *
 * @example
 * ```js
 * const b24 = createClient({ ...fromBX24(BX24) });
 * ```
 */
export function fromBX24(BX24: BX24Like): { auth: Auth } {
  // The official script leaves `null` outside a frame.
  if (!hasProperty(BX24, "getAuth")) {
    throw invalidOption(
      "fromBX24 requires the global object of the official script, " +
        "which exists only in a frame of a portal",
    );
  }
  const read = () => tokenOfBX24(BX24.getAuth());
  return createAuth(async () => {
    // Before `init`, `getAuth` returns `false` and `refreshAuth` does nothing.
    if (!read()) await awaitCallback<void>("BX24.init", (done) => BX24.init(done));
    const refresh = (done: (auth: BX24Auth | false) => void) => BX24.refreshAuth(done);
    return {
      read,
      renew: async () => tokenOfBX24(await awaitCallback("BX24.refreshAuth", refresh)),
    };
  });
}

/** The part of the official script's global object that the client uses. */
export interface BX24Like {
  /** Calls back when the portal's page has sent its data. */
  init(callback: () => void): unknown;
  /** The current token; `false` before `init` and after expiry. */
  getAuth(): BX24Auth | boolean | null | undefined;
  /** Calls back with a new token; never if the portal's page has none. */
  refreshAuth(callback: (auth: BX24Auth | false) => void): unknown;
}

/** The result of `BX24.getAuth()`. */
export interface BX24Auth {
  /** The token. */
  access_token: string;
  /** Expiry of the token, in milliseconds since 1970, despite the name. */
  expires_in?: number | string | undefined;
  /** The portal's host. */
  domain?: string | undefined;
}

/**
 * The credentials of an object of `@bitrix24/b24jssdk`, which provides the token, its refresh and
 * the portal's address: a `B24Frame`, or another object with the same `auth`, such as `B24OAuth` on
 * a server.
 *
 * If the object does not respond within 10 seconds, calls are rejected with `TOKEN_UNAVAILABLE`. A
 * `B24Hook`, whose token is the code of a webhook, is rejected by the first call with
 * `INVALID_OPTIONS`, and nothing is sent: pass the webhook's address as `auth: { webhook }`.
 *
 * @param $b24 The object, or the promise of it that `initializeB24Frame()` returns.
 * @throws {B24Error} `INVALID_OPTIONS` for any other value.
 * @see [B24Frame](https://bitrix24.github.io/b24jssdk/)
 *
 * @example
 * ```js
 * const b24 = createClient({ ...fromB24Frame(await initializeB24Frame()) });
 * ```
 */
export function fromB24Frame($b24: B24FrameLike | Promise<B24FrameLike>): { auth: Auth } {
  if (!isPromise($b24) && !hasProperty($b24, "auth")) {
    throw invalidOption(
      "fromB24Frame requires an object of @bitrix24/b24jssdk, or a promise of one",
    );
  }
  const promise = Promise.resolve($b24);
  // The first call reports its rejection.
  promise.catch(() => {});
  return createAuth(async () => {
    const sdk = await withResponseTimeout("initializeB24Frame()", promise);
    const origin = sdk.getTargetOrigin();
    const read = () => sdk.auth.getAuthData();
    // The "token" of a `B24Hook` is the code of its webhook, which must not be sent as one.
    if ((read() as { refresh_token?: unknown } | undefined)?.refresh_token === "hook") {
      throw invalidOption(
        "fromB24Frame does not accept a B24Hook; pass the webhook's address as `auth: { webhook }`",
      );
    }
    return {
      read: () => tokenOfSdk(read(), origin),
      renew: async () =>
        tokenOfSdk(await withResponseTimeout("refreshAuth()", sdk.auth.refreshAuth()), origin),
    };
  });
}

/** The part of a `@bitrix24/b24jssdk` object that the client uses. */
export interface B24FrameLike {
  /** The portal's address. */
  getTargetOrigin(): string;
  /** The source of its tokens. */
  readonly auth: {
    /** The current token; `false` after expiry. */
    getAuthData(): B24FrameAuth | false;
    /** Requests a new token. */
    refreshAuth(): Promise<B24FrameAuth | false>;
  };
}

/** The result of `$b24.auth.getAuthData()`. */
export interface B24FrameAuth {
  /** The token. */
  access_token: string;
  /** Expiry of the token, in seconds since 1970. */
  expires: number;
}

interface TokenReader {
  /** The current token, if any. */
  read(): Token | undefined;
  /** Requests a new token. */
  renew(): Promise<Token | undefined>;
}

/**
 * Credentials of a source of tokens, which `connect` connects to. Requests a new token only without
 * a current one, or if the current one was returned last: the other script may have renewed it.
 */
function createAuth(connect: () => Promise<TokenReader>): { auth: Auth } {
  let last: Token | undefined;
  const getToken = async ({ reason }: TokenRequest) => {
    const { read, renew } = await connect();
    const current = read();
    const changing = reason === "moved" ? "portal" : "accessToken";
    const isNew = current && (reason === "initial" || current[changing] !== last?.[changing]);
    const token = isNew ? current : await renew();
    if (!token) throw tokenUnavailable("The portal's page returned no token");
    last = token;
    return token;
  };
  return { auth: { getToken } };
}

/** `expires_in` is a time in milliseconds since 1970, despite its name. */
function tokenOfBX24(auth: ReturnType<BX24Like["getAuth"]>): Token | undefined {
  if (!auth) return undefined;
  const { access_token, expires_in, domain } = auth as BX24Auth;
  return {
    accessToken: access_token,
    expiresAt: toTimeMs(expires_in),
    portal: toAddress(domain),
  };
}

/** `expires` is a time in seconds since 1970. */
function tokenOfSdk(auth: B24FrameAuth | false, origin: string): Token | undefined {
  if (!auth) return undefined;
  const { access_token, expires } = auth;
  return { accessToken: access_token, expiresAt: toTimeMs(expires * 1000), portal: origin };
}

/** `undefined` for an invalid time: the portal rejects an expired token itself. */
function toTimeMs(ms: unknown): number | undefined {
  return Number(ms) > 1e11 ? Number(ms) : undefined;
}

/** BX24 returns the host alone. It has the host and the protocol from the window's name. */
function toAddress(domain: string | undefined): string | undefined {
  const { name } = globalThis as { name?: unknown };
  const [host, protocol] = String(name).split("|");
  const withoutPort = (text: string | undefined) => String(text).replace(/:(80|443)$/, "");
  const isHttp = protocol === "0" && withoutPort(host) === withoutPort(domain);
  return isHttp ? `http://${domain}` : domain;
}

/** The argument that `start` calls back with. */
function awaitCallback<T>(name: string, start: (done: (value: T) => void) => unknown): Promise<T> {
  return withResponseTimeout(
    name,
    new Promise<T>((resolve) => {
      start(resolve);
    }),
  );
}

async function withResponseTimeout<T>(name: string, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const onTimeout = () => {
      const seconds = RESPONSE_TIMEOUT_MS / 1000;
      const message = `No response to ${name} within ${seconds} s`;
      reject(tokenUnavailable(`${message}: is this page open in a frame of a portal?`));
    };
    timer = setTimeout(onTimeout, RESPONSE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function invalidOption(message: string): B24Error {
  return createError("request", "INVALID_OPTIONS", message);
}

function tokenUnavailable(message: string): B24Error {
  return createError("auth", "TOKEN_UNAVAILABLE", message);
}

// Not by reading it: the properties of a b24jssdk object throw before it is initialized.
function hasProperty(value: unknown, name: string): boolean {
  const isObject = typeof value === "object" || typeof value === "function";
  return isObject && value !== null && name in value;
}

function isPromise(value: unknown): boolean {
  return typeof (value as Partial<Promise<unknown>> | null | undefined)?.then === "function";
}
