import { B24Error } from "./errors.js";
import { watchInstance } from "./instance.js";

/**
 * A function that has an instance of the module started by `start` once, and again only after a failure, which is told as `explain` makes
 * it, or after the end of the instance. Nothing is started, and no environment looked at, before it is called: importing the package has
 * no effects.
 *
 * What it resolves with has the instance's `Client`, and `watch`, which watches over the instance.
 */
export function starter(start, explain) {
  let starting;

  const begin = async () => {
    const watch = watchInstance();
    watch.mourn(() => (starting = undefined));
    const { Client } = await start(watch);
    return { Client, watch };
  };

  return () => (starting ??= begin().catch((error) => {
    starting = undefined;
    throw error instanceof B24Error ? error : explain(error);
  }));
}

/** An error of starting, caused by what was caught. */
export function failure(code, message, cause) {
  return B24Error.of("load", code, message, { cause });
}
