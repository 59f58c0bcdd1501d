/** What arrives part by part from what `open` opens. Leaving the loop ends what is under way. */
export async function* stream(call, options, open) {
  const { signal } = options;
  let parts;
  try {
    parts = await call(options, async (core, told) => open(core, told));
    for (;;) {
      // The module minds the deadline of the whole; the signal is minded part by part.
      const part = await call({ signal, deadlineMs: Infinity }, (_core, told) => parts.next(told));
      if (part === null) return;
      yield part;
    }
  } finally {
    parts?.stop();
  }
}
