// One instance of the module, and its end.
import { B24Error } from "../client/errors.js";
import { createRoll } from "./slot-list.js";

// For the bindings it is no result, several of none, or 0.
const NOTHING = Object.freeze([]);

/**
 * Watches over one instance. An exception out of it is its end, whatever it was: a fault of ours, no more memory, a stack too deep. It was
 * interrupted in the middle of its work, so it is never entered again: what still calls into it, such as a timer or a promise, gets
 * nothing, and nothing of it is thrown where nobody could catch it.
 */
export function watchInstance() {
  const timers = createRoll();
  const mourners = createRoll();
  let ended;
  let depth = 0;

  const end = (cause) => {
    if (ended) return;
    ended = B24Error.of("load", "PANIC", "The module stopped working", { cause });
    for (const timer of timers.empty()) clearTimeout(timer);
    for (const mourn of mourners.empty()) mourn(ended);
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
        timers.leave(entry);
        work();
      }, ms);
      const entry = timers.enter(timer);
      return entry;
    },

    clearTimeout(entry) {
      timers.leave(entry);
      clearTimeout(entry.thing);
    },

    /** Has `mourn` told, with the error, when it ends; at once if it has ended. Gives a function that takes that back. */
    mourn(mourn) {
      if (ended) {
        mourn(ended);
        return () => {};
      }
      const entry = mourners.enter(mourn);
      return () => mourners.leave(entry);
    },
  };
}
