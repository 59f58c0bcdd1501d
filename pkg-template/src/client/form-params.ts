import { isObject, kindOf } from "./validate.js";
import { B24Error } from "./errors.js";

// PHP drops what is nested deeper than 64 levels without a word.
const DEEPEST = 64;

/** The error about parameters that cannot be sent. No value is repeated: it may be a secret. */
export function refuse(message, value, options) {
  return B24Error.of("request", "INVALID_PARAMS", `${message}; got ${nameOf(value)}`, options);
}

/**
 * Parameters as fields of a form, names and values by turns, as PHP reads them: of `{ filter: { ID: [4, 5] } }` it makes
 * `filter[ID][0]`, `4`, `filter[ID][1]`, `5`. `place` is what errors call the parameters. Those of a filter are told apart further:
 * booleans are `true` and `false`, and an empty list is named `[]`.
 */
export function toFields(place, params, isFilter) {
  return reading(place, params, () => {
    if (!isMap(params)) throw refuse(`${place} must be an object`, params);
    const fields = [];
    for (const [name, value] of Object.entries(params)) {
      if (name === "") throw refuse(`${place} must have names`, name);
      add(fields, name, value, `${place}.${name}`, [params], isFilter);
    }
    return fields;
  });
}

/** What `read` gives, which reads a caller's `value`: that may throw in its own ways. */
export function reading(place, value, read) {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof B24Error ? cause : refuse(`${place} must be readable`, value, { cause });
  }
}

function add(fields, name, given, place, above, isFilter) {
  const value = plain(given, place);
  if (value === undefined) return;
  const text = isFilter && typeof value === "boolean" ? String(value) : toText(value, place);
  if (text !== undefined) {
    fields.push(name, text);
    return;
  }
  if (above.includes(value)) throw refuse(`${place} must not hold itself`, value);
  if (above.length === DEEPEST) throw refuse(`${place} is nested deeper than portals read`, value);
  const before = fields.length;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "" || /[[\]]/.test(key)) throw refuse(`${place} must not have a key that is empty or has brackets`, key);
    // Indices are kept: a gap in a list is an empty value in it.
    add(fields, `${name}[${key}]`, Array.isArray(value) ? (inner ?? null) : inner, `${place}.${key}`, [...above, value], isFilter);
  }
  // A form has no way to say it, and a filter or field that is left out would mean something else.
  if (fields.length === before) fields.push(isFilter ? `${name}[]` : name, "");
}

/** What stands for a value: itself, unless it says otherwise as for JSON. */
function plain(value, place) {
  if (!isObject(value) || isDate(value) || typeof value.toJSON !== "function") return value;
  const said = value.toJSON();
  if (isObject(said) && typeof said.toJSON === "function") throw refuse(`${place} has a toJSON() that gives nothing plain`, said);
  return said;
}

/** The text of a value that is one field; `undefined` for lists and maps. */
function toText(value, place) {
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
      // "false" would be true for PHP.
      return value ? "1" : "0";
    case "number":
      if (Number.isFinite(value)) return String(value);
      break;
    case "bigint":
      return String(value);
    case "object":
      if (value === null) return "";
      if (isDate(value) && !Number.isNaN(+value)) return value.toISOString().replace(/\.\d+Z$/, "+00:00");
      if (Array.isArray(value) || isMap(value)) return undefined;
  }
  throw refuse(`${place} must be a string, number, boolean, Date, null, array or object of these`, value);
}

function isDate(value) {
  return Object.prototype.toString.call(value) === "[object Date]";
}

function isMap(value) {
  return isObject(value) && Object.prototype.toString.call(value) === "[object Object]" && !(Symbol.iterator in value);
}

function nameOf(value) {
  try {
    return isObject(value) && !Array.isArray(value) ? Object.prototype.toString.call(value).slice(8, -1) : kindOf(value);
  } catch {
    return "an object that cannot be read";
  }
}
