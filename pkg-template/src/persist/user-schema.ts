// The types of a user's fields. What is in a database may have been changed by anything, and a user
// of another shape would break the components that show it, or trap the module.
import type { User } from "../generated/types.gen.js";
import { buildUser, WIDTH } from "../generated/user-codec.gen.js";

/**
 * A user with a value in every field, as a model of the types. In the row of a user, 1 is a flag,
 * the offset or length of a text, and the index or number of departments.
 */
const MODEL = /* @__PURE__ */ buildUser(
  /* @__PURE__ */ new Int32Array(WIDTH).fill(1),
  "",
  "",
  [],
  /* @__PURE__ */ new Float64Array(2),
  0,
);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a value has the type of `model`. All values except flags and lists may be `null`. */
function isLike(value: unknown, model: unknown): boolean {
  if (Array.isArray(model)) {
    return Array.isArray(value) && value.every((entry) => typeof entry === typeof model[0]);
  }
  if (value === null) return typeof model !== "boolean";
  if (!isObject(model)) return typeof value === typeof model;
  return (
    isObject(value) && Object.entries(model).every(([field, inner]) => isLike(value[field], inner))
  );
}

/** Whether a value has all fields of a user, of the right types. */
export function isUser(value: unknown): value is User {
  return (
    isObject(value) &&
    Number.isSafeInteger(value.id) &&
    (value.id as number) > 0 &&
    typeof value.name === "string" &&
    isObject(value.extra) &&
    isLike(value, MODEL)
  );
}
