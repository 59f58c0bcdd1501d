// The time limits of a call's first part, before the module is there to mind them.
import { B24Error } from "./errors.js";

/** What is known of a call's signal: a promise of its abort, a check for it, and a way to leave. */
export function watchSignal(signal) {
  if (!signal) return { cancelled: undefined, check() {}, leave() {} };
  let abort;
  const cancelled = new Promise((resolve) => (abort = () => resolve()));
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort);
  return {
    cancelled,
    check() {
      if (!signal.aborted) return;
      throw B24Error.of("aborted", "ABORTED", "The call was aborted by its signal", { cause: signal.reason });
    },
    // The module frees what waits for the promise when it is settled, so it is in the end.
    leave() {
      signal.removeEventListener("abort", abort);
      abort();
    },
  };
}

/** `work`, unless it takes longer than `ms`; that long it may take if they are not given. */
export async function within(ms, work) {
  if (ms === undefined || ms > 2 ** 31 - 1) return work;
  let timer;
  const late = new Promise((_, reject) => {
    const error = B24Error.of("timeout", "DEADLINE_EXCEEDED", "The call took longer than its deadline");
    timer = setTimeout(() => reject(error), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
