import { watchSignal } from "./limits.js";
import { turns } from "./turns.js";

/**
 * What arrives part by part from what `open` opens. Leaving the loop ends what is under way. However many parts are there already, whoever
 * takes them has no task that is longer than what one of them needs. `first` is what it is going to ask for first, as in `call`.
 */
export async function* stream(call, options, open, first) {
  const { signal } = options;
  const { cancelled, leave } = watchSignal(signal);
  const turn = turns();
  const source = { parts: undefined, isWaitedFor: true };
  cancelled?.then(ending(typeof WeakRef === "function" ? new WeakRef(source) : { deref: () => source }));
  const begin = async (core, told) => {
    source.parts = open(core, told);
    return source.parts.next(told);
  };
  try {
    let part = await call(options, begin, first);
    while (part !== null) {
      source.isWaitedFor = false;
      yield part;
      await turn();
      source.isWaitedFor = true;
      // The module minds the deadline of the whole; the signal is minded part by part.
      part = await call({ signal, deadlineMs: Infinity }, (_core, told) => source.parts.next(told));
    }
  } finally {
    source.isWaitedFor = false;
    end(source);
    leave();
  }
}

/** Ends the source when the signal does, if somebody still has it: the signal may live for long. */
function ending(source) {
  return () => end(source.deref());
}

function end(source) {
  // What waits for a part minds the signal by itself.
  if (!source || source.isWaitedFor) return;
  // No part is waited for any more, which would keep it.
  source.parts?.free();
  source.parts = undefined;
}
