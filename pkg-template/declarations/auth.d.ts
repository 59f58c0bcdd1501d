/**
 * How a client is let in:
 *
 * - an OAuth access token, as a string or with what is known of it;
 * - the address of an inbound webhook, for servers and tools only: it is a permanent secret with its owner's rights;
 * - a function that gives tokens, asked at first use and again when the portal says that the last one has expired.
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
  /** When it expires, in milliseconds since 1970: `getToken` is asked for the next one a minute before. */
  expiresAt?: number | undefined;
  /** The portal it is for. It comes before that of the client's options, so that a renamed portal is followed. */
  portal?: string | undefined;
}

/** What `getToken` is called with. */
export interface TokenRequest {
  /** `initial` at first use, `expired` when a new token is needed. */
  reason: "initial" | "expired";
}
