/**
 * What arrives part by part from what `open` opens. Leaving the loop ends what is under way. `first` is what it is going to ask for first,
 * as in `call`.
 */
export async function* stream(call, options, open, first) {
  const { signal } = options;
  let parts;
  const begin = async (core, told) => {
    parts = open(core, told);
    return parts.next(told);
  };
  try {
    let part = await call(options, begin, first);
    while (part !== null) {
      yield part;
      // The module minds the deadline of the whole; the signal is minded part by part.
      part = await call({ signal, deadlineMs: Infinity }, (_core, told) => parts.next(told));
    }
  } finally {
    parts?.stop();
  }
}
