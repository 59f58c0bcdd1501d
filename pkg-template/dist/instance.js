// One instance of the module, and its end.
import { B24Error } from "./errors.js";

// For the bindings it is no result, several of none, or 0.
const NOTHING = Object.freeze([]);

/**
 * Watches over one instance. An exception out of it is its end, whatever it was: a fault of ours, no more memory, a stack too deep. It was
 * interrupted in the middle of its work, so it is never entered again: what still calls into it, such as a timer or a promise, gets
 * nothing, and nothing of it is thrown where nobody could catch it.
 */
export function watchInstance() {
  const timers = new Set();
  const mourners = new Set();
  let ended;
  let depth = 0;

  const end = (cause) => {
    if (ended) return;
    ended = B24Error.of("load", "PANIC", "The module stopped working", { cause });
    for (const timer of timers) clearTimeout(timer);
    for (const mourn of mourners) mourn(ended);
    timers.clear();
    mourners.clear();
  };

  const guard = (enter) => (...args) => {
    if (ended) return NOTHING;
    depth += 1;
    try {
      return enter(...args);
    } catch (cause) {
      end(cause);
      // What it was called by in turn was interrupted as well.
      if (depth > 1) throw cause;
      return NOTHING;
    } finally {
      depth -= 1;
    }
  };

  return {
    /** Whether it has ended. */
    get ended() {
      return ended !== undefined;
    },

    /** The exports of the instance, guarded. */
    guarded(exports) {
      const entries = Object.entries(exports);
      return Object.fromEntries(entries.map(([name, it]) => [name, typeof it === "function" ? guard(it) : it]));
    },

    /** Its timers end with it. */
    setTimeout(work, ms) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        work();
      }, ms);
      timers.add(timer);
      return timer;
    },

    clearTimeout(timer) {
      timers.delete(timer);
      clearTimeout(timer);
    },

    /** Has `mourn` told, with the error, when it ends; at once if it has ended. Gives a function that takes that back. */
    mourn(mourn) {
      if (ended) mourn(ended);
      else mourners.add(mourn);
      return () => mourners.delete(mourn);
    },
  };
}
