import { createError, B24Error } from "../shared/errors.js";
import { isObject, kindOf } from "../shared/validate.js";

/**
 * The parameters of a call, by name. They are sent as a PHP form: lists and objects field by field,
 * `true` and `false` as `1` and `0`, `null`, `[]` and `{}` as an empty value, a `Date` as ISO 8601
 * in UTC. `undefined` is omitted, and an object with `toJSON()` is replaced by the result of that
 * method. Other values are rejected with `INVALID_PARAMS`, and so are more than 999 fields, which
 * portals truncate silently.
 */
export type RestParams = { readonly [name: string]: RestValue };

/** The value of a parameter. */
export type RestValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | null
  | undefined
  | { toJSON(): unknown }
  | readonly RestValue[]
  | { readonly [key: string]: RestValue };

/** PHP drops deeper values silently. */
const MAX_DEPTH = 64;

/** The error for parameters that cannot be sent. It holds no value, which may be a secret. */
export function invalidParams(message: string, value: unknown, options?: ErrorOptions): B24Error {
  return createError("request", "INVALID_PARAMS", `${message}; got ${describe(value)}`, options);
}

/**
 * Flattens parameters to form fields as PHP reads them, alternating names and values: from
 * `{ filter: { ID: [4, 5] } }` to `filter[ID][0]`, `4`, `filter[ID][1]`, `5`. In the fields of a
 * filter, booleans are `true` and `false`, and an empty list is named `[]`.
 *
 * @param path Name of the parameters in errors.
 */
export function toFormFields(path: string, params: unknown, isFilter = false): string[] {
  return readForeign(path, params, () => {
    if (!isPlainObject(params)) throw invalidParams(`${path} must be an object`, params);
    const fields: string[] = [];
    for (const [name, value] of Object.entries(params)) {
      if (name === "") throw invalidParams(`${path} must have names`, name);
      const before = fields.length;
      appendFields(fields, name, value, `${path}.${name}`, [params], isFilter);
      // Without the condition, the portal would return more users.
      if (isFilter && fields.length === before) {
        throw invalidParams(`${path}.${name} must have a value`, undefined);
      }
    }
    return fields;
  });
}

/** The result of `read`, which reads a caller's value. Converts the exceptions of that value. */
export function readForeign<T>(path: string, value: unknown, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof B24Error) throw cause;
    throw invalidParams(`${path} must be readable`, value, { cause });
  }
}

function appendFields(
  fields: string[],
  name: string,
  input: unknown,
  path: string,
  ancestors: readonly object[],
  isFilter: boolean,
): void {
  const value = callToJson(input, path);
  if (value === undefined) return;
  if (!isContainer(value)) {
    fields.push(name, isFilter && typeof value === "boolean" ? String(value) : toText(value, path));
    return;
  }
  if (ancestors.includes(value)) throw invalidParams(`${path} must not hold itself`, value);
  if (ancestors.length === MAX_DEPTH) {
    throw invalidParams(`${path} is nested deeper than portals read`, value);
  }
  const before = fields.length;
  for (const [key, item] of Object.entries(value)) {
    if (key === "" || /[[\]]/.test(key)) {
      throw invalidParams(`${path} must not have a key that is empty or has brackets`, key);
    }
    // Indices are preserved: a gap in a list is an empty value.
    const itemOrGap = Array.isArray(value) ? (item ?? null) : item;
    const ancestorsOfItem = [...ancestors, value];
    appendFields(fields, `${name}[${key}]`, itemOrGap, `${path}.${key}`, ancestorsOfItem, isFilter);
  }
  // Forms have no empty list. Without the field, a filter or an update would mean something else.
  if (fields.length === before) fields.push(isFilter ? `${name}[]` : name, "");
}

/** The value itself, or the result of its `toJSON()`. */
function callToJson(value: unknown, path: string): unknown {
  if (!isObject(value) || isDate(value) || typeof value.toJSON !== "function") return value;
  const json: unknown = value.toJSON();
  if (isObject(json) && typeof json.toJSON === "function") {
    throw invalidParams(`${path} has a toJSON() that does not return plain data`, json);
  }
  return json;
}

/** The text of a single field. */
function toText(value: unknown, path: string): string {
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
      // PHP reads "false" as true.
      return value ? "1" : "0";
    case "number":
      if (Number.isFinite(value)) return String(value);
      break;
    case "bigint":
      return String(value);
    case "object":
      if (value === null) return "";
      if (isDate(value) && !Number.isNaN(+value)) {
        return value.toISOString().replace(/\.\d+Z$/, "+00:00");
      }
  }
  const types = "a string, number, boolean, Date, null, array or object of these";
  throw invalidParams(`${path} must be ${types}`, value);
}

function isDate(value: unknown): value is Date {
  return tagOf(value) === "Date";
}

function isPlainObject(value: unknown): value is object {
  return isObject(value) && tagOf(value) === "Object" && !(Symbol.iterator in value);
}

function isContainer(value: unknown): value is object {
  return Array.isArray(value) || isPlainObject(value);
}

/** The type of a value by its tag, which works across realms. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function describe(value: unknown): string {
  try {
    return isObject(value) && !Array.isArray(value) ? tagOf(value) : kindOf(value);
  } catch {
    return "an object that cannot be read";
  }
}
