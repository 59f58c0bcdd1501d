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
  let parts;
  let isWaiting = true;
  const end = () => {
    // What waits for a part minds the signal by itself.
    if (isWaiting) return;
    // No part is waited for any more, which would keep it.
    parts?.free();
    parts = undefined;
  };
  cancelled?.then(end);
  const begin = async (core, told) => {
    parts = open(core, told);
    return parts.next(told);
  };
  try {
    let part = await call(options, begin, first);
    while (part !== null) {
      isWaiting = false;
      yield part;
      await turn();
      isWaiting = true;
      // The module minds the deadline of the whole; the signal is minded part by part.
      part = await call({ signal, deadlineMs: Infinity }, (_core, told) => parts.next(told));
    }
  } finally {
    isWaiting = false;
    end();
    leave();
  }
}
