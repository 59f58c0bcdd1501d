// Checks of the types of options. The module validates everything else.
import { type B24Error, createError } from "./errors.js";

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
export const isText = (value: unknown): value is string =>
  typeof value === "string" && value !== "";
export const isFunction = (value: unknown): boolean => typeof value === "function";

/** A check of one option, and the valid values in words. */
export type Check = readonly [isValid: (value: unknown) => boolean, expected: string];
export type Checks<T> = { readonly [Name in keyof T]-?: Check };
/** A copy has all properties, `undefined` where the original has none. */
export type Checked<T> = { [Name in keyof T]-?: T[Name] | undefined };

export const PORTAL: Check = [isText, 'an address such as "example.bitrix24.com"'];
export const FUNCTION: Check = [isFunction, "a function"];
export const ANYTHING: Check = [() => true, ""];

/** Minimum number of common pairs of letters, per letter of both names, of a misspelt name. */
const MIN_SIMILARITY = 0.2;

/**
 * Each property is read once, so that the checked value is the one in use.
 *
 * @param isOpen Whether unknown names are ignored.
 */
export function copyChecked<T>(
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

/** The known name with most pairs of letters of `name`; `undefined` if none is similar. */
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
  return Object.assign(new Error("Thrown while the option was read"), { name });
}

/** The error for an invalid option. It holds no value, which may be a secret. */
export function invalidOption(message: string, value: unknown): B24Error {
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
