// How what a portal sent is compared with what is known, and told without what is private: of texts
// only that they are some.

/** A portal does otherwise than docs/spec.toml says. */
export class Difference extends Error {}

/** This portal, or this token, does not let it be seen. */
export class Unseen extends Error {}

/** What a value is, without what it says. */
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

/** Throws unless it is so. */
export function must(holds, expected, received) {
  if (!holds) throw new Difference(`expected ${expected}, received ${received}`);
}

// Codes are words; whatever else stands in their place may be anything.
function codeOf(body) {
  return /^[A-Za-z_]{1,50}$/.test(body?.error) ? body.error : shape(body);
}

/** An answer that is an error: its status and its code. */
export function mustFail({ status, body }, expectedStatus, code) {
  must(
    body?.error === code && status === expectedStatus,
    `${expectedStatus} ${code}`,
    `${status} with ${codeOf(body)}`,
  );
}

/** An answer that is a result; gives that. */
export function resultOf({ status, body }) {
  must(
    status === 200 && body !== undefined && "result" in body,
    "200 with a result",
    `${status} with ${codeOf(body)}`,
  );
  return body.result;
}

/** A list of users that has these ids, `null` for whoever is not there. */
export function mustBe(answer, ids) {
  const result = resultOf(answer);
  const received = Array.isArray(result) ? result.map((user) => user?.id ?? null) : shape(result);
  must(
    JSON.stringify(received) === JSON.stringify(ids),
    `users ${JSON.stringify(ids)}`,
    JSON.stringify(received),
  );
}
