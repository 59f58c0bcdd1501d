import { B24Error, createError } from "../shared/errors.js";
import type { Client } from "../generated/bindings.js";
import type { B24ErrorCode } from "../generated/types.gen.js";
import { guardInstance, type InstanceGuard } from "./instance-guard.js";

/** A running instance of the module. */
export interface LoadedModule {
  /** The instance's client class. */
  readonly Client: typeof Client;
  readonly guard: InstanceGuard;
}

/**
 * Starts an instance of the module at the first call, and resolves with it. Starts another one only
 * after a failure or a trap.
 */
export interface Loader {
  (): Promise<LoadedModule>;
  /** Whether no instance has been started yet, so that the next call takes time. */
  isCold(): boolean;
}

/**
 * Creates a loader. Nothing is started or detected before its first call: importing the package has
 * no side effects.
 *
 * @param start Starts an instance under a guard.
 * @param toLoadError Converts what `start` throws, unless it is a `B24Error`.
 */
export function createLoader(
  start: (guard: InstanceGuard) => Promise<Pick<LoadedModule, "Client">>,
  toLoadError: (caught: unknown) => B24Error,
): Loader {
  let starting: Promise<LoadedModule> | undefined;
  let hasStarted = false;

  const startGuarded = async () => {
    const guard = guardInstance();
    guard.onTrap(() => {
      starting = undefined;
    });
    const { Client } = await start(guard);
    hasStarted = true;
    return { Client, guard };
  };

  const load = () =>
    (starting ??= startGuarded().catch((caught) => {
      starting = undefined;
      throw caught instanceof B24Error ? caught : toLoadError(caught);
    }));
  return Object.assign(load, { isCold: () => !hasStarted });
}

/** The error for a module that did not start. The next call tries again, which may help. */
export function loadError(code: B24ErrorCode, message: string, cause: unknown): B24Error {
  const error = createError("load", code, message, { cause });
  return Object.assign(error, { retryable: code === "LOAD_FAILED" });
}
