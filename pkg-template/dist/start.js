import { B24Error } from "./errors.js";

/**
 * A function that has the module started by `start` once, and again only after a failure, which is told as `explain` makes it.
 * Nothing is started, and no environment looked at, before it is called: importing the package has no effects.
 *
 * What it resolves with has the module's `Client`, and `mourners`, functions that are told when the module stops working.
 */
export function starter(start, explain) {
  let starting;
  return () => (starting ??= begin(start).catch((error) => {
    starting = undefined;
    throw error instanceof B24Error ? error : explain(error);
  }));
}

async function begin(start) {
  const { Client, onPanic } = await start();
  // Not one promise for all calls: what waits for it would be kept for as long as it is.
  const mourners = new Set();
  onPanic((place) => {
    const error = B24Error.of("load", "PANIC", `The module stopped working at ${place}`);
    for (const mourner of mourners) mourner(error);
  });
  return { Client, mourners };
}

/** An error of starting, caused by what was caught. */
export function failure(code, message, cause) {
  return B24Error.of("load", code, message, { cause });
}
