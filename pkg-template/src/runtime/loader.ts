import { B24Error } from "../client/errors.js";
import { watchInstance } from "./instance-guard.js";

/**
 * A function that has an instance of the module started by `start` once, and again only after a failure, which is told as `explain` makes
 * it, or after the end of the instance. Nothing is started, and no environment looked at, before it is called: importing the package has
 * no effects.
 *
 * What it resolves with has the instance's `Client`, and `watch`, which watches over the instance. `takesTime` tells whether a first
 * one has yet to be started.
 */
export function starter(start, explain) {
  let starting;
  let isThere = false;

  const begin = async () => {
    const watch = watchInstance();
    watch.mourn(() => (starting = undefined));
    const { Client } = await start(watch);
    isThere = true;
    return { Client, watch };
  };

  const load = () => (starting ??= begin().catch((error) => {
    starting = undefined;
    throw error instanceof B24Error ? error : explain(error);
  }));
  return Object.assign(load, { takesTime: () => !isThere });
}

/** An error of starting, caused by what was caught. */
export function failure(code, message, cause) {
  return B24Error.of("load", code, message, { cause });
}
