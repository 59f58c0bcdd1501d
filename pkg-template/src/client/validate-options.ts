// The types of options. The module validates everything else.
import { AUTH, type CheckedAuth, copyAuth } from "../auth/validate-auth.js";
import type { Limits } from "../generated/types.gen.js";
import {
  type Check,
  type Checks,
  copyChecked,
  FUNCTION,
  isFunction,
  isObject,
  PORTAL,
} from "../shared/validate.js";
import type { CallOptions, ClientCacheOptions, ClientOptions, GetUsersOptions } from "./options.js";

const isFlag = (value: unknown) => typeof value === "boolean";
const isDuration = (value: unknown) => typeof value === "number" && value > 0;
/** A remaining time: 0 or less ends the call at once. */
const isDeadline = (value: unknown) => typeof value === "number" && value > -Infinity;
const isAge = (value: unknown) => typeof value === "number" && value >= 0;
const isInteger = (value: unknown): value is number => Number.isInteger(value);
const isCount = (value: unknown) => isInteger(value) && value > 0 && value < 2 ** 32;
const isCountOrZero = (value: unknown) => value === 0 || isCount(value);
const isSignal = (value: unknown) =>
  isObject(value) &&
  isFlag(value.aborted) &&
  isFunction(value.addEventListener) &&
  isFunction(value.removeEventListener);
const isOnInvalid = (value: unknown) => value === "throw" || value === "report";

export const FLAG: Check = [isFlag, "a boolean"];
const DURATION: Check = [isDuration, "a number of milliseconds above 0"];
const DEADLINE: Check = [isDeadline, "a number of milliseconds"];
export const AGE: Check = [isAge, "a number of milliseconds"];
export const COUNT: Check = [isCount, "a whole number above 0"];
const COUNT_OR_ZERO: Check = [isCountOrZero, "a whole number"];
const ON_INVALID: Check = [isOnInvalid, '"throw" or "report"'];

const CLIENT_OPTIONS: Checks<ClientOptions> = {
  auth: AUTH,
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

const CACHE: Checks<ClientCacheOptions> = {
  ttlMs: AGE,
  missingTtlMs: AGE,
  max: COUNT_OR_ZERO,
  persist: [(value) => isObject(value) && isFunction(value.open), "a persistentCache()"],
};

/** The options of all calls. */
export interface AnyCallOptions extends GetUsersOptions, CallOptions {
  minutesAgo?: number | undefined;
}

const CALL_OPTIONS: Checks<AnyCallOptions> = {
  signal: [isSignal, "an AbortSignal"],
  onProgress: FUNCTION,
  deadlineMs: DEADLINE,
  maxAgeMs: AGE,
  fresh: FLAG,
  invalid: ON_INVALID,
  partial: FLAG,
  avatarHr: FLAG,
  idempotent: FLAG,
  minutesAgo: COUNT,
};

/** The options of a client, checked. */
export interface CheckedClientOptions extends Omit<ClientOptions, "auth" | "limits" | "cache"> {
  auth: CheckedAuth;
  limits: Limits;
  cache: ClientCacheOptions;
}

/** A checked copy of the options of `createClient`. */
export function copyClientOptions(options: unknown): CheckedClientOptions {
  const prefix = "createClient: ";
  const copy = copyChecked(prefix, options, CLIENT_OPTIONS);
  return {
    ...copy,
    auth: copyAuth(prefix, copy.auth, copy.portal),
    limits: copyChecked(`${prefix}limits.`, copy.limits ?? {}, LIMITS),
    cache:
      copy.cache === false ? { max: 0 } : copyChecked(`${prefix}cache.`, copy.cache ?? {}, CACHE),
  };
}

/** A checked copy of the options of a call. */
export function copyCallOptions(method: string, options: unknown): AnyCallOptions {
  return copyChecked(`${method}: `, options, CALL_OPTIONS);
}
