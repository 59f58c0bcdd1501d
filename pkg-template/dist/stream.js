import { turns } from "./turns.js";

/**
 * What arrives part by part from what `open` opens. Leaving the loop ends what is under way. However many parts are there already, whoever
 * takes them has no task that is longer than what one of them needs. `first` is what it is going to ask for first, as in `call`.
 */
export async function* stream(call, options, open, first) {
  const { signal } = options;
  const turn = turns();
  let parts;
  const begin = async (core, told) => {
    parts = open(core, told);
    return parts.next(told);
  };
  try {
    let part = await call(options, begin, first);
    while (part !== null) {
      yield part;
      await turn();
      // The module minds the deadline of the whole; the signal is minded part by part.
      part = await call({ signal, deadlineMs: Infinity }, (_core, told) => parts.next(told));
    }
  } finally {
    // No part is waited for any more, which would keep it.
    parts?.free();
  }
}
