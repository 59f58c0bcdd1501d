import { type B24Error, createError } from "../shared/errors.js";
import { createSlotList, type Slot } from "../shared/slot-list.js";

// The bindings read it as no result, as several absent results, or as 0.
const NOTHING = /* @__PURE__ */ Object.freeze([]);

/** Guards one instance of the module. */
export interface InstanceGuard {
  /** Whether the instance has trapped. */
  readonly isPoisoned: boolean;
  /** Wraps the exports of the instance, so that a trap poisons it. */
  wrapExports(exports: WebAssembly.Exports): WebAssembly.Exports;
  /** `setTimeout` for the instance; a trap clears its timers. */
  setTimeout(work: () => void, ms?: number): Slot<Timer>;
  clearTimeout(slot: Slot<Timer>): void;
  /**
   * Calls `listener` with the error when the instance traps; at once if it has trapped. Returns a
   * function that removes the listener.
   */
  onTrap(listener: (error: B24Error) => void): () => void;
}

type Timer = ReturnType<typeof setTimeout>;
type WasmFunction = (...args: unknown[]) => unknown;

/**
 * Creates the guard of one instance. Any exception that leaves the instance poisons it: a panic,
 * exhausted memory, a stack overflow. Its state may be inconsistent, so it is never re-entered:
 * timers and promises that still call it get no result, instead of an exception that they cannot
 * catch.
 */
export function guardInstance(): InstanceGuard {
  const timers = createSlotList<Timer>();
  const trapListeners = createSlotList<(error: B24Error) => void>();
  let trapError: B24Error | undefined;
  let depth = 0;

  const poison = (cause: unknown) => {
    if (trapError) return;
    trapError = createError("load", "PANIC", "The module stopped working", { cause });
    for (const timer of timers.drain()) clearTimeout(timer);
    for (const notify of trapListeners.drain()) notify(trapError);
  };

  const wrap =
    (run: WasmFunction): WasmFunction =>
    (...args) => {
      if (trapError) return NOTHING;
      depth += 1;
      try {
        return run(...args);
      } catch (cause) {
        poison(cause);
        // The outer calls into the instance were interrupted as well.
        if (depth > 1) throw cause;
        return NOTHING;
      } finally {
        depth -= 1;
      }
    };

  return {
    get isPoisoned() {
      return trapError !== undefined;
    },

    wrapExports(exports) {
      const wrapped = Object.entries(exports).map(([name, value]) => [
        name,
        typeof value === "function" ? wrap(value as WasmFunction) : value,
      ]);
      return Object.fromEntries(wrapped);
    },

    setTimeout(work, ms) {
      const timer = setTimeout(() => {
        timers.remove(slot);
        work();
      }, ms);
      const slot = timers.add(timer);
      return slot;
    },

    clearTimeout(slot) {
      timers.remove(slot);
      clearTimeout(slot.item);
    },

    onTrap(listener) {
      if (trapError) {
        listener(trapError);
        return () => {};
      }
      const slot = trapListeners.add(listener);
      return () => trapListeners.remove(slot);
    },
  };
}
