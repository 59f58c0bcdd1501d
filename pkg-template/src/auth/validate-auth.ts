import {
  type Check,
  type Checked,
  type Checks,
  copyChecked,
  FUNCTION,
  invalidOption,
  isObject,
  isText,
  PORTAL,
} from "../shared/validate.js";
import type { Token, TokenRequest } from "../shared/token.js";

/** All properties of `Auth`. */
interface AuthFields extends Token {
  webhook: string;
  getToken(request: TokenRequest): unknown;
}

/** The credentials of a client, checked: one of `accessToken`, `webhook` and `getToken`. */
export interface CheckedAuth extends Checked<AuthFields> {
  /** Identity of the source of tokens: clients with the same one share tokens. */
  sourceKey: object;
}

// The address of a webhook would be sent as a token.
const isToken = (value: unknown) => isText(value) && !value.includes("://");
// Recent times in seconds are smaller, and so are durations.
const isTimeMs = (value: unknown) => typeof value === "number" && value > 1e11;

export const AUTH: Check = [
  (value) => isText(value) || isObject(value),
  "an access token, { accessToken }, { webhook } or { getToken }",
];

const AUTH_FIELDS: Checks<AuthFields> = {
  accessToken: [isToken, "an OAuth access token; pass a webhook as { webhook }"],
  expiresAt: [isTimeMs, "milliseconds since 1970"],
  portal: PORTAL,
  webhook: [isText, "the address of an inbound webhook"],
  getToken: FUNCTION,
};

/** A checked copy of credentials that passed the check `AUTH`. `portal` is the client's option. */
export function copyAuth(prefix: string, input: unknown, portal: string | undefined): CheckedAuth {
  const invalidAuth = () => invalidOption(`${prefix}auth must be ${AUTH[1]}`, input);
  if (input === undefined) throw invalidAuth();
  const source = isText(input) ? { accessToken: input } : (input as object);
  const auth = copyChecked(`${prefix}auth.`, source, AUTH_FIELDS);
  const { accessToken, webhook, getToken } = auth;
  if ([accessToken, webhook, getToken].filter((field) => field !== undefined).length !== 1) {
    throw invalidAuth();
  }
  if (accessToken !== undefined && (auth.portal ?? portal) === undefined) {
    const message = `${prefix}portal must be ${PORTAL[1]}, unless it comes with the token`;
    throw invalidOption(message, undefined);
  }
  return {
    ...auth,
    // A method of the object that it was passed with.
    getToken: getToken && ((request) => getToken.call(source, request)),
    sourceKey: sourceKeyOf(source, getToken),
  };
}

/** The function of a source; its object if that has more properties, which `getToken` may use. */
function sourceKeyOf(source: object, getToken: AuthFields["getToken"] | undefined): object {
  try {
    return getToken && Object.keys(source).join() === "getToken" ? getToken : source;
  } catch {
    return source;
  }
}

/** A copy of an application's token; `undefined` if it is invalid. */
export function copyToken(token: unknown): Token | undefined {
  try {
    const fields = isText(token) ? { accessToken: token } : token;
    const { accessToken, expiresAt, portal } = copyChecked("", fields, AUTH_FIELDS);
    return accessToken === undefined ? undefined : { accessToken, expiresAt, portal };
  } catch {
    return undefined;
  }
}
