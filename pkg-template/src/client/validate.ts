// The types of options. The module validates everything else.
import type { Auth, Token, TokenRequest } from "../auth/token-source.js";
import type { CacheOptions, Limits } from "../generated/types.gen.js";
import { type B24Error, createError } from "./errors.js";
import type { CallOptions, ClientOptions, GetUsersOptions } from "./options.js";

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
// The address of a webhook, a page or JSON would be sent as a token.
const isToken = (value: unknown) => isText(value) && !/^\s*[<{]|:\/\//.test(value);
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
const ANYTHING: Check = [() => true, ""];

/** Minimum number of common pairs of letters, per letter of both names, of a misspelt name. */
const MIN_SIMILARITY = 0.2;

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

const CACHE: Checks<CacheOptions & { persist: object }> = {
  ttlMs: AGE,
  missingTtlMs: AGE,
  max: COUNT_OR_ZERO,
  persist: [isObject, "an object"],
};

/** All properties of `Auth`, and that of a raw OAuth response. */
interface AuthFields extends Token {
  access_token: unknown;
  webhook: string;
  getToken(request: TokenRequest): unknown;
}

const AUTH: Checks<AuthFields> = {
  accessToken: [isToken, "an OAuth access token; a webhook is given as { webhook }"],
  access_token: ANYTHING,
  expiresAt: [isTimeMs, "milliseconds since 1970 (seconds multiplied by 1000)"],
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
  const given = unwrapAuth(`${prefix}auth.`, copy.auth);
  const invalidAuth = () => invalidOption(`${prefix}auth must be ${CLIENT_OPTIONS.auth[1]}`, given);
  if (given === undefined) throw invalidAuth();
  const source = typeof given === "string" ? { accessToken: given } : given;
  const auth = copyChecked(`${prefix}auth.`, source, AUTH, true);
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

/** The credentials themselves, of the result of `fromBX24` or `fromB24Frame`. */
function unwrapAuth(prefix: string, given: Auth | undefined): Auth | undefined {
  if (!isObject(given)) return given;
  const { auth } = copyChecked<{ auth: Auth }>(prefix, given, { auth: CLIENT_OPTIONS.auth }, true);
  return auth ?? (given as Auth);
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

/**
 * A checked copy of what `getToken` returned. The message of its error says what is wrong with it.
 */
export function copyToken(given: unknown): Token {
  const prefix = "`getToken` returned no valid token: ";
  const fields = typeof given === "string" ? { accessToken: given } : given;
  if (!isObject(fields)) {
    throw invalidOption(`${prefix}expected a token or { accessToken, expiresAt?, portal? }`, given);
  }
  const { accessToken, access_token, expiresAt, portal } = copyChecked(prefix, fields, AUTH, true);
  if (accessToken !== undefined) return { accessToken, expiresAt, portal };
  const isRaw = access_token !== undefined;
  const reason = isRaw ? "access_token must be named accessToken" : "accessToken is missing";
  throw invalidOption(prefix + reason, given);
}

/**
 * Each property is read once, so that the checked value is the one in use.
 *
 * @param isOpen Whether unknown names are ignored.
 */
function copyChecked<T>(
  prefix: string,
  options: unknown,
  checks: Checks<T>,
  isOpen = false,
): Checked<T> {
  if (!isObject(options)) throw invalidOption(`${prefix}the options must be an object`, options);
  const copy: Record<string, unknown> = {};
  const known = Object.keys(checks);
  let name = "the options";
  let error: B24Error | undefined;
  try {
    // Known names first.
    for (name of new Set([...known, ...(isOpen ? [] : Object.keys(options))])) {
      const value = options[name];
      if (!known.includes(name)) {
        if (value !== undefined) error ??= unknownName(prefix, name, known);
        continue;
      }
      const [isValid, expected] = checks[name as keyof T];
      copy[name] = value;
      if (value === undefined || isValid(value)) continue;
      error ??= invalidOption(`${prefix}${name} must be ${expected}`, value);
    }
  } catch (caught) {
    const cause = withoutMessage(caught);
    error ??= createError("request", "INVALID_OPTIONS", `${prefix}${name} cannot be read`, {
      cause,
    });
  }
  if (error) throw error;
  return copy as Checked<T>;
}

function unknownName(prefix: string, name: string, known: readonly string[]): B24Error {
  const nearest = nearestName(name, known);
  const hint = nearest ? `did you mean ${nearest}?` : `the known names are ${known.join(", ")}`;
  const message = `${prefix}${name.slice(0, 40)} is unknown: ${hint}`;
  return createError("request", "INVALID_OPTIONS", message);
}

/** The known name with most pairs of letters that `name` has, too; `undefined` if none is similar. */
function nearestName(name: string, known: readonly string[]): string | undefined {
  const text = name.toLowerCase();
  const similarity = (other: string) => {
    let shared = 0;
    for (let end = 2; end <= other.length; end += 1) {
      if (text.includes(other.slice(end - 2, end).toLowerCase())) shared += 1;
    }
    return shared / (text.length + other.length);
  };
  const [best = ""] = [...known].sort((a, b) => similarity(b) - similarity(a));
  return similarity(best) >= MIN_SIMILARITY ? best : undefined;
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
    if (value === "") return '""';
    // Not the text itself, which may hold a secret.
    const start = typeof value === "string" && value.trim()[0];
    return start === "<" ? "HTML" : start === "{" ? "JSON" : kindOf(value);
  } catch {
    return "a revoked proxy";
  }
}
