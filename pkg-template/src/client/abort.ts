// The time limits of a call's first part, before the module is there to mind them.
import { B24Error } from "./errors.js";
import { createRoll } from "../runtime/slot-list.js";

// One listener for each signal, however many calls it is for: Node takes more than ten for a leak.
const listeners = new WeakMap();

/**
 * What is known of a call's signal: a promise of its abort, a check for it, and a way to leave. Signals come from other realms and from
 * polyfills, and may throw.
 */
export function watchSignal(signal) {
  if (!signal) return { cancelled: undefined, check() {}, leave() {} };
  let abort;
  let isAborted = false;
  let stopListening;
  const cancelled = new Promise((resolve) => {
    abort = () => {
      isAborted = true;
      resolve();
    };
  });
  try {
    if (signal.aborted) abort();
    else stopListening = listen(signal, abort);
  } catch (cause) {
    throw B24Error.of("request", "INVALID_OPTIONS", "The signal cannot be listened to", { cause });
  }
  return {
    cancelled,
    check() {
      if (!isAborted) return;
      throw B24Error.of("aborted", "ABORTED", "The call was aborted by its signal", { cause: reasonOf(signal) });
    },
    // The module frees what waits for the promise when it is settled, so it is in the end.
    leave() {
      try {
        stopListening?.();
      } catch {
        // It stays with the signal, and does nothing.
      }
      abort();
    },
  };
}

function listen(signal, abort) {
  let it = listeners.get(signal);
  if (!it) {
    const calls = createRoll();
    it = { calls, tell: () => calls.empty().forEach((abort) => abort()) };
    signal.addEventListener("abort", it.tell);
    listeners.set(signal, it);
  }
  const { calls, tell } = it;
  const entry = calls.enter(abort);
  return () => {
    calls.leave(entry);
    if (!calls.isEmpty() || listeners.get(signal) !== it) return;
    listeners.delete(signal);
    signal.removeEventListener("abort", tell);
  };
}

/** Why a signal was aborted, if it says so. */
export function reasonOf(signal) {
  try {
    return signal?.reason;
  } catch {
    return undefined;
  }
}

/**
 * `work`, unless it takes longer than `ms`, if they are given, or is `cancelled` before. It takes as many turns of the microtasks in any case:
 * calls of one tick stay together.
 */
export async function within(ms, cancelled, work) {
  const first = [work];
  if (cancelled) first.push(cancelled);
  let timer;
  if (ms <= 2 ** 31 - 1) {
    const error = B24Error.of("timeout", "DEADLINE_EXCEEDED", "The call took longer than its deadline");
    first.push(new Promise((_, reject) => (timer = setTimeout(reject, ms, error))));
  }
  try {
    return await Promise.race(first);
  } finally {
    clearTimeout(timer);
  }
}
