import {
  ANYTHING,
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

/** All properties of `Auth`, and that of a raw OAuth response. */
interface AuthFields extends Token {
  access_token: unknown;
  webhook: string;
  getToken(request: TokenRequest): unknown;
}

/** The credentials of a client, checked: one of `accessToken`, `webhook` and `getToken`. */
export interface CheckedAuth extends Checked<AuthFields> {
  /** Identity of the source of tokens: clients with the same one share tokens. */
  sourceKey: object;
}

// The address of a webhook, a page or JSON would be sent as a token.
const isToken = (value: unknown) => isText(value) && !/^\s*[<{]|:\/\//.test(value);
// Recent times in seconds are smaller, and so are durations.
const isTimeMs = (value: unknown) => typeof value === "number" && value > 1e11;

export const AUTH: Check = [
  (value) => isText(value) || isObject(value),
  "an access token, { accessToken }, { webhook } or { getToken }",
];

const AUTH_FIELDS: Checks<AuthFields> = {
  accessToken: [isToken, "an OAuth access token; pass a webhook as { webhook }"],
  access_token: ANYTHING,
  expiresAt: [isTimeMs, "milliseconds since 1970 (seconds multiplied by 1000)"],
  portal: PORTAL,
  webhook: [isText, "the address of an inbound webhook"],
  getToken: FUNCTION,
};

/** A checked copy of credentials that passed the check `AUTH`. `portal` is the client's option. */
export function copyAuth(
  prefix: string,
  options: unknown,
  portal: string | undefined,
): CheckedAuth {
  const input = unwrapAuth(`${prefix}auth.`, options);
  const invalidAuth = () => invalidOption(`${prefix}auth must be ${AUTH[1]}`, input);
  if (input === undefined) throw invalidAuth();
  const source = isText(input) ? { accessToken: input } : (input as object);
  const auth = copyChecked(`${prefix}auth.`, source, AUTH_FIELDS, true);
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

/** The credentials themselves, of the result of `fromBX24` or `fromB24Frame`. */
function unwrapAuth(prefix: string, input: unknown): unknown {
  if (!isObject(input)) return input;
  return copyChecked<{ auth: unknown }>(prefix, input, { auth: AUTH }, true).auth ?? input;
}

/** The function of a source; its object if that has more properties, which `getToken` may use. */
function sourceKeyOf(source: object, getToken: AuthFields["getToken"] | undefined): object {
  try {
    return getToken && Object.keys(source).join() === "getToken" ? getToken : source;
  } catch {
    return source;
  }
}

/**
 * A checked copy of what `getToken` returned. The message of its error says what is wrong with it.
 */
export function copyToken(given: unknown): Token {
  const prefix = "`getToken` returned no valid token: ";
  const fields = typeof given === "string" ? { accessToken: given } : given;
  if (!isObject(fields)) {
    throw invalidOption(`${prefix}expected a token or { accessToken, expiresAt?, portal? }`, given);
  }
  const { accessToken, access_token, expiresAt, portal } = copyChecked(
    prefix,
    fields,
    AUTH_FIELDS,
    true,
  );
  if (accessToken !== undefined) return { accessToken, expiresAt, portal };
  const isRaw = access_token !== undefined;
  const reason = isRaw ? "access_token must be named accessToken" : "accessToken is missing";
  throw invalidOption(prefix + reason, given);
}
