// Everything that can be reached from a value, as texts.
import { inspect } from "node:util";

/**
 * All texts in `value`: own and inherited properties whatever their kind, keys, causes, what is in
 * collections, and what tools print.
 */
export function textsIn(...values) {
  const texts = [];
  const seen = new Set();
  const queue = [...values];
  while (queue.length > 0) {
    const value = queue.pop();
    if (typeof value === "symbol") texts.push(String(value.description));
    else if (typeof value !== "object" && typeof value !== "function") texts.push(String(value));
    else if (value !== null && !seen.has(value)) {
      seen.add(value);
      queue.push(...partsOf(value));
    }
  }
  for (const value of values) texts.push(...printed(value));
  return texts;
}

function* partsOf(value) {
  if (typeof value === "function") yield Function.prototype.toString.call(value);
  for (const key of Reflect.ownKeys(value)) {
    yield key;
    const { value: own, get } = Object.getOwnPropertyDescriptor(value, key);
    yield own;
    if (get) yield attempt(() => get.call(value));
  }
  // What all have in common tells nothing of one.
  const prototype = Object.getPrototypeOf(value);
  if (
    prototype &&
    ![Object, Function, Array, Promise].some(({ prototype: common }) => common === prototype)
  )
    yield prototype;
  if (value instanceof Map || value instanceof Set) yield* [...value].flat();
  if (ArrayBuffer.isView(value)) value = value.buffer;
  if (value instanceof ArrayBuffer) yield Buffer.from(value).toString("latin1");
}

function printed(value) {
  return [
    attempt(() =>
      inspect(value, {
        showHidden: true,
        depth: Infinity,
        getters: true,
        maxArrayLength: null,
        maxStringLength: null,
      }),
    ),
    attempt(() => JSON.stringify(value)),
    attempt(() => String(value)),
    attempt(() => String(value?.stack)),
  ].map(String);
}

// What was thrown is reached, too.
function attempt(read) {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

/**
 * All forms in which a secret may be seen: as it is, and as forms, addresses and base64 have it.
 */
export function formsOf(secret) {
  const form = new URLSearchParams({ s: secret }).toString().slice(2);
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      form,
      encodeURIComponent(form),
      Buffer.from(secret).toString("base64"),
      Buffer.from(secret).toString("hex"),
    ]),
  ];
}

/** Everything that is printed while `work` is done. */
export async function withConsole(context, work) {
  const lines = [];
  for (const method of ["log", "info", "warn", "error", "debug", "trace", "dir", "table"]) {
    context.mock.method(console, method, (...line) => lines.push(line));
  }
  await work(lines);
}
