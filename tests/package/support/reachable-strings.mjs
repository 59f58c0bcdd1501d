// All strings that are reachable from a value, for tests that search them for secrets.
import { inspect } from "node:util";

/**
 * All strings reachable from `values`: own and inherited properties, keys, causes, elements of
 * collections, and the output of `inspect`, `JSON.stringify` and `String`.
 */
export function reachableStrings(...values) {
  const strings = [];
  const seen = new Set();
  const queue = [...values];
  while (queue.length > 0) {
    const value = queue.pop();
    if (typeof value === "symbol") strings.push(String(value.description));
    else if (typeof value !== "object" && typeof value !== "function") strings.push(String(value));
    else if (value !== null && !seen.has(value)) {
      seen.add(value);
      queue.push(...childrenOf(value));
    }
  }
  for (const value of values) strings.push(...printed(value));
  return strings;
}

function* childrenOf(value) {
  if (typeof value === "function") yield Function.prototype.toString.call(value);
  for (const key of Reflect.ownKeys(value)) {
    yield key;
    const { value: own, get } = Object.getOwnPropertyDescriptor(value, key);
    yield own;
    if (get) yield attempt(() => get.call(value));
  }
  // The built-in prototypes are shared by all values.
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

// A thrown value is reachable, too.
function attempt(read) {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

/**
 * A secret as it is, and in the encodings of URLs, forms, base64 and hex.
 */
export function encodingsOf(secret) {
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

/** Runs `work` with a list to which all console output is appended. */
export async function captureConsole(context, work) {
  const lines = [];
  for (const method of ["log", "info", "warn", "error", "debug", "trace", "dir", "table"]) {
    context.mock.method(console, method, (...line) => lines.push(line));
  }
  await work(lines);
}
