// The types of options. The module validates everything else.
import type { Token, TokenRequest } from "../auth/token-source.js";
import type { CacheOptions, Limits } from "../generated/types.gen.js";
import { type B24Error, createError } from "./errors.js";
import type { CallOptions, ClientOptions, GetUsersOptions } from "./options.js";

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
// The address of a webhook would be sent as a token.
const isToken = (value: unknown) => isText(value) && !value.includes("://");
const isFlag = (value: unknown) => typeof value === "boolean";
const isFunction = (value: unknown) => typeof value === "function";
const isDuration = (value: unknown) => typeof value === "number" && value > 0;
const isAge = (value: unknown) => typeof value === "number" && value >= 0;
const isInteger = (value: unknown): value is number => Number.isInteger(value);
const isCount = (value: unknown) => isInteger(value) && value > 0 && value < 2 ** 32;
const isCountOrZero = (value: unknown) => value === 0 || isCount(value);
// Recent times in seconds are smaller, and so are durations.
const isTimeMs = (value: unknown) => typeof value === "number" && value > 1e11;
const isSignal = (value: unknown) =>
  isObject(value) &&
  isFlag(value.aborted) &&
  isFunction(value.addEventListener) &&
  isFunction(value.removeEventListener);
const isOnInvalid = (value: unknown) => value === "throw" || value === "report";

type Check = readonly [isValid: (value: unknown) => boolean, expected: string];
type Checks<T> = { readonly [Name in keyof T]-?: Check };
/** A copy has all properties, `undefined` where the original has none. */
type Checked<T> = { [Name in keyof T]-?: T[Name] | undefined };

const PORTAL: Check = [isText, 'an address such as "example.bitrix24.com"'];
const FUNCTION: Check = [isFunction, "a function"];
const FLAG: Check = [isFlag, "a boolean"];
const DURATION: Check = [isDuration, "a number of milliseconds above 0"];
const AGE: Check = [isAge, "a number of milliseconds"];
const COUNT: Check = [isCount, "a whole number above 0"];
const COUNT_OR_ZERO: Check = [isCountOrZero, "a whole number"];
const ON_INVALID: Check = [isOnInvalid, '"throw" or "report"'];

const CLIENT_OPTIONS: Checks<ClientOptions> = {
  auth: [
    (value) => isText(value) || isObject(value),
    "an access token, { accessToken }, { webhook } or { getToken }",
  ],
  portal: PORTAL,
  fetch: FUNCTION,
  onEvent: FUNCTION,
  limits: [isObject, "an object"],
  cache: [(value) => value === false || isObject(value), "an object, or false"],
  requestTimeoutMs: DURATION,
  deadlineMs: DURATION,
  coalesceMs: AGE,
  retries: COUNT_OR_ZERO,
  invalid: ON_INVALID,
};

const LIMITS: Checks<Limits> = {
  burst: COUNT,
  perSecond: [isDuration, "a number above 0"],
  idsPerCall: COUNT,
  concurrency: COUNT,
  maxResponseBytes: COUNT,
  maxIds: COUNT,
};

const CACHE: Checks<CacheOptions> = { ttlMs: AGE, missingTtlMs: AGE, max: COUNT_OR_ZERO };

/** All properties of `Auth`. */
interface AuthFields extends Token {
  webhook: string;
  getToken(request: TokenRequest): unknown;
}

const AUTH: Checks<AuthFields> = {
  accessToken: [isToken, "an OAuth access token; a webhook is given as { webhook }"],
  expiresAt: [isTimeMs, "milliseconds since 1970"],
  portal: PORTAL,
  webhook: [isText, "the address of an inbound webhook"],
  getToken: FUNCTION,
};

/** The options of all calls. */
export interface AnyCallOptions extends GetUsersOptions, CallOptions {
  minutesAgo?: number | undefined;
}

const CALL_OPTIONS: Checks<AnyCallOptions> = {
  signal: [isSignal, "an AbortSignal"],
  onProgress: FUNCTION,
  deadlineMs: DURATION,
  maxAgeMs: AGE,
  fresh: FLAG,
  invalid: ON_INVALID,
  partial: FLAG,
  avatarHr: FLAG,
  idempotent: FLAG,
  minutesAgo: COUNT,
};

/** The credentials of a client, checked: one of `accessToken`, `webhook` and `getToken`. */
export interface CheckedAuth extends Checked<AuthFields> {
  /** Identity of the source of tokens: clients with the same one share tokens. */
  sourceKey: object;
}

/** The options of a client, checked. */
export interface CheckedClientOptions extends Omit<ClientOptions, "auth" | "limits" | "cache"> {
  auth: CheckedAuth;
  limits: Limits;
  cache: CacheOptions;
}

/** A checked copy of the options of `createClient`. Errors hold no value, which may be a secret. */
export function copyClientOptions(options: unknown): CheckedClientOptions {
  const prefix = "createClient: ";
  const copy = copyChecked(prefix, options, CLIENT_OPTIONS);
  const invalidAuth = () =>
    invalidOption(`${prefix}auth must be ${CLIENT_OPTIONS.auth[1]}`, copy.auth);
  if (copy.auth === undefined) throw invalidAuth();
  const source = typeof copy.auth === "string" ? { accessToken: copy.auth } : copy.auth;
  const auth = copyChecked(`${prefix}auth.`, source, AUTH);
  const { accessToken, webhook, getToken } = auth;
  if ([accessToken, webhook, getToken].filter((way) => way !== undefined).length !== 1) {
    throw invalidAuth();
  }
  if (accessToken !== undefined && (auth.portal ?? copy.portal) === undefined) {
    const message = `${prefix}portal must be ${PORTAL[1]}, unless it comes with the token`;
    throw invalidOption(message, undefined);
  }
  return {
    ...copy,
    auth: {
      ...auth,
      // A method of the object that it was passed with.
      getToken: getToken && ((request) => getToken.call(source, request)),
      sourceKey: sourceKeyOf(source, getToken),
    },
    limits: copyChecked(`${prefix}limits.`, copy.limits ?? {}, LIMITS),
    cache:
      copy.cache === false ? { max: 0 } : copyChecked(`${prefix}cache.`, copy.cache ?? {}, CACHE),
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

/** A checked copy of the options of a call. */
export function copyCallOptions(method: string, options: unknown): AnyCallOptions {
  return copyChecked(`${method}: `, options, CALL_OPTIONS);
}

/** A copy of an application's token; `undefined` if it is invalid. */
export function copyToken(token: unknown): Token | undefined {
  try {
    const fields = isText(token) ? { accessToken: token } : token;
    const { accessToken, expiresAt, portal } = copyChecked("", fields, AUTH);
    return accessToken === undefined ? undefined : { accessToken, expiresAt, portal };
  } catch {
    return undefined;
  }
}

// Each property is read once, so that the checked value is the one in use.
function copyChecked<T>(prefix: string, options: unknown, checks: Checks<T>): Checked<T> {
  if (!isObject(options)) throw invalidOption(`${prefix}the options must be an object`, options);
  const copy: Record<string, unknown> = {};
  for (const [name, [isValid, expected]] of Object.entries<Check>(checks)) {
    let value: unknown;
    try {
      value = options[name];
      copy[name] = value;
      if (value === undefined || isValid(value)) continue;
    } catch (caught) {
      const cause = withoutMessage(caught);
      throw createError("request", "INVALID_OPTIONS", `${prefix}${name} cannot be read`, { cause });
    }
    throw invalidOption(`${prefix}${name} must be ${expected}`, value);
  }
  return copy as Checked<T>;
}

/** An error in place of a caught one, whose message may quote a secret. */
function withoutMessage(caught: unknown): Error {
  const name = caught instanceof Error ? caught.constructor.name : "Error";
  return Object.assign(new Error("What reading it threw"), { name });
}

function invalidOption(message: string, value: unknown): B24Error {
  return createError("request", "INVALID_OPTIONS", `${message}; got ${describe(value)}`);
}

/** The type of a value, which may be a secret, or the value if it is a number. */
export function kindOf(value: unknown): string {
  if (value === null || typeof value === "number") return String(value);
  return Array.isArray(value) ? "an array" : typeof value;
}

function describe(value: unknown): string {
  try {
    return value === "" ? '""' : kindOf(value);
  } catch {
    return "a revoked proxy";
  }
}
