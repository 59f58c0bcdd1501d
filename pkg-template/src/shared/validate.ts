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

/**
 * A checked copy of options. Each property is read once, so that the checked value is the one in
 * use.
 */
export function copyChecked<T>(prefix: string, options: unknown, checks: Checks<T>): Checked<T> {
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
    return value === "" ? '""' : kindOf(value);
  } catch {
    return "a revoked proxy";
  }
}
