import { B24Error } from "./errors.js";

export const isObject = (value) => typeof value === "object" && value !== null;
export const isText = (value) => typeof value === "string" && value !== "";
// A webhook's address is no token, and would be sent as one.
const isToken = (value) => isText(value) && !value.includes("://");
const isFlag = (value) => typeof value === "boolean";
export const isFunction = (value) => typeof value === "function";
const isDuration = (value) => typeof value === "number" && value > 0;
const isAge = (value) => typeof value === "number" && value >= 0;
const isCount = (value) => Number.isInteger(value) && value > 0 && value < 2 ** 32;
const isWhole = (value) => value === 0 || isCount(value);
// The moments of the last decades in seconds are below, and so is everything that is meant as a duration.
const isMoment = (value) => typeof value === "number" && value > 1e11;
const isSignal = (value) => isObject(value) && isFlag(value.aborted) && isFunction(value.addEventListener) && isFunction(value.removeEventListener);
const isOnInvalid = (value) => value === "throw" || value === "report";
const isCache = (value) => value === false || isObject(value);

const PORTAL = [isText, 'an address such as "example.bitrix24.com"'];
const FUNCTION = [isFunction, "a function"];
const FLAG = [isFlag, "a boolean"];
const DURATION = [isDuration, "a number of milliseconds above 0"];
const AGE = [isAge, "a number of milliseconds"];
const COUNT = [isCount, "a whole number above 0"];
const WHOLE = [isWhole, "a whole number"];
const ON_INVALID = [isOnInvalid, '"throw" or "report"'];

const CLIENT_OPTIONS = {
  auth: [(value) => isText(value) || isObject(value), "an access token, { accessToken }, { webhook } or { getToken }"],
  portal: PORTAL,
  fetch: FUNCTION,
  onEvent: FUNCTION,
  limits: [isObject, "an object"],
  cache: [isCache, "an object, or false"],
  requestTimeoutMs: DURATION,
  deadlineMs: DURATION,
  coalesceMs: AGE,
  retries: WHOLE,
  invalid: ON_INVALID,
};
const LIMITS = {
  burst: COUNT,
  perSecond: [isDuration, "a number above 0"],
  idsPerCall: COUNT,
  concurrency: COUNT,
  maxResponseBytes: COUNT,
  maxIds: COUNT,
};
const CACHE = { ttlMs: AGE, missingTtlMs: AGE, max: WHOLE };
const AUTH = {
  accessToken: [isToken, "an OAuth access token; a webhook is given as { webhook }"],
  expiresAt: [isMoment, "milliseconds since 1970"],
  portal: PORTAL,
  webhook: [isText, "the address of an inbound webhook"],
  getToken: FUNCTION,
};
const CALL_OPTIONS = {
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

/** A checked copy of the options of `createClient`. No error repeats a value: it may be a secret. */
export function copyClientOptions(options) {
  const place = "createClient: ";
  const copy = copyChecked(place, options, CLIENT_OPTIONS);
  if (copy.auth === undefined) fail(`${place}auth must be ${CLIENT_OPTIONS.auth[1]}`, copy.auth);
  const given = typeof copy.auth === "string" ? { accessToken: copy.auth } : copy.auth;
  const auth = copyChecked(`${place}auth.`, given, AUTH);
  const ways = ["accessToken", "webhook", "getToken"].filter((way) => auth[way] !== undefined);
  if (ways.length !== 1) fail(`${place}auth must be ${CLIENT_OPTIONS.auth[1]}`, copy.auth);
  if (ways[0] === "accessToken" && (auth.portal ?? copy.portal) === undefined) {
    fail(`${place}portal must be ${PORTAL[1]}, unless it comes with the token`, undefined);
  }
  return {
    ...copy,
    // Called as a method of what it was given with.
    auth: { ...auth, getToken: auth.getToken && ((request) => auth.getToken.call(given, request)), source: sourceOf(given, auth.getToken) },
    limits: copyChecked(`${place}limits.`, copy.limits ?? {}, LIMITS),
    cache: copy.cache === false ? { max: 0 } : copyChecked(`${place}cache.`, copy.cache ?? {}, CACHE),
  };
}

/** What tells one source of tokens from another: the function, unless what it is a method of may matter to it. */
function sourceOf(given, getToken) {
  try {
    return Object.keys(given).join() === "getToken" ? getToken : given;
  } catch {
    return given;
  }
}

/** A checked copy of the options of a call. */
export function copyCallOptions(call, options) {
  return copyChecked(`${call}: `, options, CALL_OPTIONS);
}

/** A copy of a token as applications give it; `undefined` if it is none. */
export function copyToken(given) {
  try {
    const { accessToken, expiresAt, portal } = copyChecked("", isText(given) ? { accessToken: given } : given, AUTH);
    return accessToken && { accessToken, expiresAt, portal };
  } catch {
    return undefined;
  }
}

// Each is read once: what was checked is what is used.
function copyChecked(place, options, checks) {
  if (!isObject(options)) fail(`${place}the options must be an object`, options);
  const copy = {};
  for (const [name, [fits, expected]] of Object.entries(checks)) {
    try {
      copy[name] = options[name];
      if (copy[name] === undefined || fits(copy[name])) continue;
    } catch (caught) {
      throw invalid(`${place}${name} cannot be read`, { cause: withoutText(caught) });
    }
    fail(`${place}${name} must be ${expected}`, copy[name]);
  }
  return copy;
}

/** What was thrown may quote what stands beside it, which may be a secret. */
function withoutText(caught) {
  const name = caught instanceof Error ? caught.constructor.name : "Error";
  return Object.assign(new Error("What reading it threw"), { name });
}

function fail(message, value) {
  throw invalid(`${message}; got ${describe(value)}`);
}

/** What a value is, without telling what may be a secret. No number is one. */
export function kindOf(value) {
  if (value === null || typeof value === "number") return String(value);
  return Array.isArray(value) ? "an array" : typeof value;
}

function describe(value) {
  try {
    return value === "" ? '""' : kindOf(value);
  } catch {
    return "a revoked proxy";
  }
}

function invalid(message, options) {
  return B24Error.of("request", "INVALID_OPTIONS", message, options);
}
