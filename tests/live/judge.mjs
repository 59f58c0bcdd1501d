// Compares responses of a portal with docs/spec.toml. Messages contain the types of values only,
// since the values may be private.

/** A portal differs from docs/spec.toml. */
export class Difference extends Error {}

/** This portal or this token does not permit a check. */
export class Unseen extends Error {}

/** The type of a value, without its content. */
export function shape(value, depth = 2) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isInteger(value) ? "a whole number" : "a number";
  if (typeof value === "string") return value === "" ? '""' : "text";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) {
    return depth && value.length
      ? `[${value.length} times ${[...new Set(value.map((item) => shape(item, depth - 1)))].join(" or ")}]`
      : "[]";
  }
  const keys = Object.keys(value);
  return depth ? `{ ${keys.slice(0, 30).join(", ")} }` : `an object with ${keys.length} keys`;
}

/** Throws a `Difference` unless `holds`. */
export function must(holds, expected, received) {
  if (!holds) throw new Difference(`expected ${expected}, received ${received}`);
}

// An error code, or the type of any other value.
function codeOf(body) {
  return /^[A-Za-z_]{1,50}$/.test(body?.error) ? body.error : shape(body);
}

/** Checks that a response is an error with this status and code. */
export function mustFail({ status, body }, expectedStatus, code) {
  must(
    body?.error === code && status === expectedStatus,
    `${expectedStatus} ${code}`,
    `${status} with ${codeOf(body)}`,
  );
}

/** The result of a response, which must be successful. */
export function resultOf({ status, body }) {
  must(
    status === 200 && body !== undefined && "result" in body,
    "200 with a result",
    `${status} with ${codeOf(body)}`,
  );
  return body.result;
}

/** Checks that a response lists users with these ids, `null` for missing ones. */
export function mustBe(response, ids) {
  const result = resultOf(response);
  const received = Array.isArray(result) ? result.map((user) => user?.id ?? null) : shape(result);
  must(
    JSON.stringify(received) === JSON.stringify(ids),
    `users ${JSON.stringify(ids)}`,
    JSON.stringify(received),
  );
}
