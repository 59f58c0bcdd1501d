/**
 * How a client is let in:
 *
 * - an OAuth access token, as a string or with what is known of it;
 * - the address of an inbound webhook, for servers and tools only: it is a permanent secret with its owner's rights;
 * - a function that gives tokens, asked at first use and again when the portal says that the last one has expired, or answers with a
 *   redirect. Clients of a page with the same function (in an object of its own) and the same `portal` share what they are given.
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

/** An OAuth access token with what is known of it. */
export interface Token {
  /** The token. */
  accessToken: string;
  /**
   * When it expires, in milliseconds since 1970: `getToken` is asked for the next one a minute before. One that is over when it is given, by
   * the clock of this device, is used all the same: the portal decides.
   */
  expiresAt?: number | undefined;
  /**
   * The portal it is for: its address, or the `client_endpoint` of an OAuth response, such as `https://example.bitrix24.com/rest/`. It
   * comes before that of the client's options, so that a renamed portal is followed. The `domain` of an OAuth response may be the
   * authorization server, which gets no token: `INVALID_PORTAL`.
   */
  portal?: string | undefined;
}

/** What `getToken` is called with. */
export interface TokenRequest {
  /**
   * `initial` at first use; `expired` when a new token is needed; `moved` when the portal's address answers with a redirect, as it does
   * after the portal was renamed: a token with another `portal` is used there, else the calls are rejected with `PORTAL_MOVED`.
   */
  reason: "initial" | "expired" | "moved";
}

/**
 * Lets a client in by the official script of a frame application, `https://api.bitrix24.com/api/v1/`: the portal's page gives the
 * token and renews it, and the portal's address comes with it. Nothing is asked for before the client's first call, which also
 * waits for `BX24.init`.
 *
 * If the portal's page does not answer within 10 seconds, calls are rejected with `TOKEN_UNAVAILABLE`.
 *
 * @param BX24 The script's global object. Outside of a frame the script leaves `null`, which is refused.
 * @throws {B24Error} `INVALID_OPTIONS` if it is not there.
 * @see [BX24.getAuth](https://apidocs.bitrix24.com/sdk/bx24-js-sdk/system-functions/bx24-get-auth.html),
 * [BX24.refreshAuth](https://apidocs.bitrix24.com/sdk/bx24-js-sdk/system-functions/bx24-refresh-auth.html)
 *
 * @example
 * ```js
 * const b24 = createClient({ ...fromBX24(BX24) });
 * ```
 */
export declare function fromBX24(BX24: BX24Like): { auth: Auth };

/** What is used of the official script's global object. */
export interface BX24Like {
  /** Calls back when the portal's page has given its data. */
  init(callback: () => void): unknown;
  /** The token of the moment; `false` before `init` and after expiry. */
  getAuth(): BX24Auth | boolean | null | undefined;
  /** Calls back with a new token; not at all if the portal's page has none to give. */
  refreshAuth(callback: (auth: BX24Auth | false) => void): unknown;
}

/** What `BX24.getAuth()` gives. */
export interface BX24Auth {
  /** The token. */
  access_token: string;
  /** When it expires, in milliseconds since 1970, in spite of its name. */
  expires_in?: number | string | undefined;
  /** The portal's host. */
  domain?: string | undefined;
}

/**
 * Lets a client in by an object of `@bitrix24/b24jssdk`, which gives the token and the portal's address, and renews the token: a
 * `B24Frame`, or any other with an `auth` of that kind, such as `B24OAuth` in a server.
 *
 * If it does not answer within 10 seconds, calls are rejected with `TOKEN_UNAVAILABLE`. A `B24Hook`, whose token is a webhook's code, is
 * refused by the first call with `INVALID_OPTIONS`, and nothing is sent: pass the webhook's address as `auth: { webhook }`.
 *
 * @param $b24 The object, or the promise of it that `initializeB24Frame()` gives.
 * @throws {B24Error} `INVALID_OPTIONS` if it is neither.
 * @see [B24Frame](https://bitrix24.github.io/b24jssdk/)
 *
 * @example
 * ```js
 * const b24 = createClient({ ...fromB24Frame(await initializeB24Frame()) });
 * ```
 */
export declare function fromB24Frame($b24: B24FrameLike | Promise<B24FrameLike>): { auth: Auth };

/** What is used of an object of `@bitrix24/b24jssdk`. */
export interface B24FrameLike {
  /** The portal's address. */
  getTargetOrigin(): string;
  /** Where its tokens are. */
  readonly auth: {
    /** The token of the moment; `false` after expiry. */
    getAuthData(): B24FrameAuth | false;
    /** A new token. */
    refreshAuth(): Promise<B24FrameAuth | false>;
  };
}

/** What `$b24.auth.getAuthData()` gives. */
export interface B24FrameAuth {
  /** The token. */
  access_token: string;
  /** When it expires, in seconds since 1970. */
  expires: number;
}
