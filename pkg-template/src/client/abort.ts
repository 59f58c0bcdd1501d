// Abort and deadline of a call while the module is loading; after that the module applies them.
import { createSlotList, type SlotList } from "../shared/slot-list.js";
import { createError } from "../shared/errors.js";

/** Timers with a longer delay fire at once. */
const MAX_TIMER_MS = 2_147_483_647;

interface SharedListener {
  callbacks: SlotList<() => void>;
  onAbort: () => void;
}

// One listener per signal for all its calls: Node warns of a leak from the eleventh on.
const sharedListeners = new WeakMap<AbortSignal, SharedListener>();

/** A call's view of its signal. */
export interface ObservedSignal {
  /** Resolves when the signal is aborted; absent without a signal. */
  readonly aborted?: Promise<undefined>;
  throwIfAborted(): void;
  /** Stops listening, and resolves `aborted`: the module frees what awaits it. */
  dispose(): void;
}

/** Observes the signal of a call. Signals of other realms and polyfills may throw. */
export function observeSignal(signal: AbortSignal | undefined): ObservedSignal {
  if (!signal) return { throwIfAborted() {}, dispose() {} };
  let abort!: () => void;
  let isAborted = false;
  let stopListening: (() => void) | undefined;
  const aborted = new Promise<undefined>((resolve) => {
    abort = () => {
      isAborted = true;
      resolve(undefined);
    };
  });
  try {
    if (signal.aborted) abort();
    else stopListening = listen(signal, abort);
  } catch (cause) {
    throw createError("request", "INVALID_OPTIONS", "The signal cannot be listened to", { cause });
  }
  return {
    aborted,
    throwIfAborted() {
      if (!isAborted) return;
      const message = "The call was aborted by its signal";
      throw createError("aborted", "ABORTED", message, { cause: reasonOf(signal) });
    },
    dispose() {
      try {
        stopListening?.();
      } catch {
        // The listener stays with the signal and does nothing.
      }
      abort();
    },
  };
}

function listen(signal: AbortSignal, abort: () => void): () => void {
  let shared = sharedListeners.get(signal);
  if (!shared) {
    const callbacks = createSlotList<() => void>();
    const onAbort = () => {
      for (const callback of callbacks.drain()) callback();
    };
    shared = { callbacks, onAbort };
    signal.addEventListener("abort", onAbort);
    sharedListeners.set(signal, shared);
  }
  const { callbacks, onAbort } = shared;
  const slot = callbacks.add(abort);
  return () => {
    callbacks.remove(slot);
    if (!callbacks.isEmpty() || sharedListeners.get(signal) !== shared) return;
    sharedListeners.delete(signal);
    signal.removeEventListener("abort", onAbort);
  };
}

/** The reason of an aborted signal, if it has one. */
export function reasonOf(signal: AbortSignal | undefined): unknown {
  try {
    return signal?.reason;
  } catch {
    return undefined;
  }
}

/**
 * The result of `work`; `undefined` if `aborted` resolves first. Rejects after `ms`, if given.
 * Takes the same number of microtasks in any case, so that the calls of one tick stay together.
 */
export async function withTimeout<T>(
  work: Promise<T>,
  ms: number | undefined,
  aborted: Promise<undefined> | undefined,
): Promise<T | undefined> {
  const contenders: Promise<T | undefined>[] = [work];
  if (aborted) contenders.push(aborted);
  let timer: ReturnType<typeof setTimeout> | undefined;
  if ((ms ?? Infinity) <= MAX_TIMER_MS) {
    const limit = (ms as number) > 0 ? `Not finished within ${ms} ms` : "No time is left";
    const message = `${limit} (\`deadlineMs\`): the module was still loading`;
    const error = createError("timeout", "DEADLINE_EXCEEDED", message);
    contenders.push(
      new Promise((_, reject) => {
        timer = setTimeout(reject, ms, error);
      }),
    );
  }
  try {
    return await Promise.race(contenders);
  } finally {
    clearTimeout(timer);
  }
}
