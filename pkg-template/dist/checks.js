import { B24Error } from "./errors.js";

const isObject = (value) => typeof value === "object" && value !== null;
const isText = (value) => typeof value === "string" && value !== "";
const isFlag = (value) => typeof value === "boolean";
const isFunction = (value) => typeof value === "function";
const isDuration = (value) => typeof value === "number" && value > 0;
const isCount = (value) => Number.isSafeInteger(value) && value > 0;
const isSignal = (value) => isObject(value) && isFlag(value.aborted) && isFunction(value.addEventListener);
const isOnInvalid = (value) => value === "throw" || value === "report";

const PORTAL = [isText, 'an address such as "example.bitrix24.com"'];
const DURATION = [isDuration, "a number of milliseconds above 0"];
const ON_INVALID = [isOnInvalid, '"throw" or "report"'];

const CLIENT_OPTIONS = {
  portal: PORTAL,
  fetch: [isFunction, "a function"],
  limits: [isObject, "an object"],
  requestTimeoutMs: DURATION,
  invalid: ON_INVALID,
};
const LIMITS = { idsPerCall: [isCount, "a whole number above 0"] };
const TOKEN = { portal: PORTAL, expiresAt: [Number.isFinite, "milliseconds since 1970"] };
const GET_USERS_OPTIONS = {
  signal: [isSignal, "an AbortSignal"],
  deadlineMs: DURATION,
  invalid: ON_INVALID,
  partial: [isFlag, "a boolean"],
  avatarHr: [isFlag, "a boolean"],
};

/** Throws unless `options` are such as `createClient` takes. No text repeats a value: it may be a secret. */
export function checkClientOptions(options) {
  check("createClient: ", options, CLIENT_OPTIONS);
  if (options.limits) check("createClient: limits.", options.limits, LIMITS);
  const { auth } = options;
  if (isText(auth)) return;
  const ways = isObject(auth) ? [isText(auth.accessToken), isText(auth.webhook), isFunction(auth.getToken)] : [];
  if (ways.filter(Boolean).length !== 1) {
    fail("createClient: auth must be an access token, { accessToken }, { webhook } or { getToken }", auth);
  }
  if (auth.accessToken) check("createClient: auth.", auth, TOKEN);
}

/** Throws unless `options` are such as `getUsers` takes. */
export function checkGetUsersOptions(options) {
  check("getUsers: ", options, GET_USERS_OPTIONS);
}

function check(place, options, checks) {
  if (!isObject(options)) fail(`${place}the options must be an object`, options);
  for (const [name, [fits, expected]] of Object.entries(checks)) {
    const value = options[name];
    if (value !== undefined && !fits(value)) fail(`${place}${name} must be ${expected}`, value);
  }
}

function fail(message, value) {
  const what = value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
  throw B24Error.of("request", "INVALID_OPTIONS", `${message}; got ${what}`);
}
