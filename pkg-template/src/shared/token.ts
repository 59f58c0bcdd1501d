/** An OAuth access token with its expiry and portal. Other properties are ignored. */
export interface Token {
  /** The token. */
  accessToken: string;
  /**
   * Expiry of the token, in milliseconds since 1970, which is the `expires` of an OAuth response
   * multiplied by 1000: `getToken` is called for the next one a minute before. A token that has
   * expired already by the clock of this device is used nevertheless: the portal decides.
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
