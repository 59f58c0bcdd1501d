import { B24Error } from "../shared/errors.js";
import type { Token, TokenRequest } from "../shared/token.js";
import type { Ref } from "../shared/weak-ref.js";
import { type CheckedAuth, copyToken } from "./validate-auth.js";

/**
 * The credentials of a client, or their source:
 *
 * - an OAuth access token, as a string or with its expiry and portal;
 * - the address of an inbound webhook, for servers and tools only: it is a permanent secret with
 *   its owner's rights;
 * - a function that returns tokens, called at first use and again when the portal rejects the token
 *   as expired or responds with a redirect. Clients of a page with the same function (in an object
 *   of its own) and the same `portal` share its tokens;
 * - the result of `fromBX24` or `fromB24Frame`.
 *
 * @example
 * ```js
 * const getToken = () => myBackend.bitrixToken();
 * createClient({ portal: "example.bitrix24.com", auth: { getToken } });
 * ```
 */
export type Auth =
  | string
  | Token
  | { webhook: string }
  | { getToken(request: TokenRequest): string | Token | Promise<string | Token> }
  | { auth: Auth };

/** The client's options that requests of tokens depend on. */
interface TokenSourceOptions {
  readonly auth: Pick<CheckedAuth, "getToken" | "sourceKey">;
  readonly portal?: string | undefined;
}

// The default of the module.
const DEFAULT_REQUEST_TIMEOUT_MS = 65_000;

type Reason = TokenRequest["reason"];

/** A request of a token from the application. */
interface Renewal {
  /** Time of the request, or of its outcome. */
  at: number;
  isPending: boolean;
  /** Absent after a failure: the application's error may refer to the client. */
  token?: Promise<Token>;
}

/** The latest renewals by reason and portal. */
type Renewals = Record<string, Renewal>;

// Clients of one source of tokens share its renewals.
const renewalsBySource = new WeakMap<object, Renewals>();

/**
 * Creates a function that requests a token from the application. It rejects with the application's
 * own error, or with a `ContractError`.
 */
export function createTokenSource(
  optionsRef: Ref<TokenSourceOptions>,
  requestTimeoutMs: number = DEFAULT_REQUEST_TIMEOUT_MS,
): (reason: Reason) => Promise<Token> {
  const ownRenewals: Renewals = {};
  return (reason) => {
    const options = optionsRef.deref();
    const sourceKey = options?.auth.sourceKey;
    const key = `${reason} ${options?.portal}`;
    const isShared = reason !== "initial" && sourceKey !== undefined;
    const renewals = isShared ? (renewalsBySource.get(sourceKey) ?? {}) : ownRenewals;
    const latest = renewals[key];
    if (latest?.token) {
      // A pending renewal is shared even if its caller is gone: of two at once, one token may be
      // lost. Another client's renewal also serves the requests that were in flight at that time.
      // A renewal that never settles is not awaited for long.
      const age = Date.now() - latest.at;
      const isUseful = latest.isPending || latest !== ownRenewals[key];
      if (isUseful && age >= 0 && age < requestTimeoutMs) {
        ownRenewals[key] = latest;
        return latest.token;
      }
    }
    const token = requestToken(optionsRef, reason);
    const renewal: Renewal = { at: Date.now(), isPending: true, token };
    const settle = () => {
      renewal.at = Date.now();
      renewal.isPending = false;
    };
    token.then(settle, () => {
      settle();
      if (renewals[key] === renewal) delete renewals[key];
      delete renewal.token;
    });
    ownRenewals[key] = renewals[key] = renewal;
    if (isShared) renewalsBySource.set(sourceKey, renewals);
    return token;
  };
}

async function requestToken(optionsRef: Ref<TokenSourceOptions>, reason: Reason): Promise<Token> {
  let result: unknown;
  try {
    result = await optionsRef.deref()?.auth.getToken?.({ reason });
  } catch (caught) {
    // The adapters of this package report errors of their own.
    throw caught instanceof B24Error ? contractError(caught.message, caught.code) : caught;
  }
  try {
    return copyToken(result);
  } catch (invalid) {
    throw contractError((invalid as B24Error).message);
  }
}

/** A violation of the contract of `getToken`, as the module recognizes it. */
interface ContractError {
  message: string;
  /** The code of an error that an adapter of this package threw; none for an invalid result. */
  code: string | undefined;
  isContractError: true;
}

function contractError(message: string, code?: string): ContractError {
  return { message, code, isContractError: true };
}
