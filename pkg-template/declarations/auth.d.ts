/**
 * The credentials of a client, or their source:
 *
 * - an OAuth access token, as a string or with its expiry and portal;
 * - the address of an inbound webhook, for servers and tools only: it is a permanent secret with
 *   its owner's rights;
 * - a function that returns tokens, called at first use and again when the portal rejects the token
 *   as expired or responds with a redirect. Clients of a page with the same function (in an object
 *   of its own) and the same `portal` share its tokens.
 *
 * @example
 * ```js
 * createClient({ portal: "example.bitrix24.com", auth: { getToken: () => myBackend.bitrixToken() } });
 * ```
 */
export type Auth =
  | string
  | Token
  | { webhook: string }
  | { getToken(request: TokenRequest): string | Token | Promise<string | Token> };

/** An OAuth access token with its expiry and portal. */
export interface Token {
  /** The token. */
  accessToken: string;
  /**
   * Expiry of the token, in milliseconds since 1970: `getToken` is called for the next one a minute
   * before. A token that has expired already by the clock of this device is used nevertheless: the
   * portal decides.
   */
  expiresAt?: number | undefined;
  /**
   * The portal of the token: its address, or the `client_endpoint` of an OAuth response, such as
   * `https://example.bitrix24.com/rest/`. It overrides the portal of the client's options, so that
   * a renamed portal is followed. The `domain` of an OAuth response may be the authorization
   * server, which is rejected with `INVALID_PORTAL`.
   */
  portal?: string | undefined;
}

/** The argument of `getToken`. */
export interface TokenRequest {
  /**
   * `initial` at first use; `expired` when a new token is needed; `moved` when the portal responds
   * with a redirect, as after it was renamed: a token with another `portal` is used there, else the
   * calls are rejected with `PORTAL_MOVED`.
   */
  reason: "initial" | "expired" | "moved";
}

/**
 * The credentials of a frame application from the official script,
 * `https://api.bitrix24.com/api/v1/`: the portal's page provides the token, its refresh and the
 * portal's address. Nothing is requested before the client's first call, which also awaits
 * `BX24.init`.
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
export declare function fromBX24(BX24: BX24Like): { auth: Auth };

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
export declare function fromB24Frame($b24: B24FrameLike | Promise<B24FrameLike>): { auth: Auth };

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
