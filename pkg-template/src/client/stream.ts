import { reasonOf, watchSignal } from "./abort.js";
import { turns } from "../host/yield-to-main.js";

/**
 * An async iterator over what `open` opens, part by part. Leaving it (`return()`, `throw()`, a loop that ends early) ends the
 * request, even while `next()` waits for a part, which is then done. Calls of `next()` are answered in their order. However many
 * parts are there already, whoever takes them has no task that is longer than what one of them needs. `first` is what it is going
 * to ask for first, as in `call`.
 */
export function stream(call, options, open, first) {
  // Not a generator: that would queue `return()` behind a pending `next()`.
  const source = { parts: undefined, pending: 0, isOver: false, abort: new AbortController() };
  let watch;
  let turn;
  let last;

  const begin = async (core, told) => {
    source.parts = open(core, told);
    return source.parts.next(told);
  };

  // The module minds the deadline of the whole; the signal is minded part by part.
  const proceed = (_core, told) => source.parts.next(told);

  const take = async () => {
    try {
      if (source.isOver) return DONE();
      if (!watch) {
        watch = watchSignal(options.signal);
        watch.cancelled?.then(abortion(weakly(source), options.signal));
      }
      watch.check();
      const { signal } = source.abort;
      let part;
      if (turn) {
        await turn();
        part = await call({ signal, deadlineMs: Infinity }, proceed);
      } else {
        turn = turns();
        part = await call({ ...options, signal }, begin, first);
      }
      if (part !== null && !source.isOver) return { value: part, done: false };
    } catch (error) {
      if (!source.isOver) {
        finish();
        throw error;
      }
    } finally {
      source.pending -= 1;
    }
    finish();
    return DONE();
  };

  const finish = () => {
    source.isOver = true;
    close(source);
    watch?.leave();
  };

  const leave = async () => {
    source.isOver = true;
    source.abort.abort();
    // Whoever waits for a part is answered first.
    await last;
    finish();
  };

  return Object.assign(Object.create(iteratorPrototype()), {
    next() {
      const taken = source.pending++ ? last.then(take) : take();
      // Without the part: what has been taken is not kept.
      last = taken.then(nothing, nothing);
      return taken;
    },

    async return(value) {
      await leave();
      return { value: await value, done: true };
    },

    async throw(error) {
      await leave();
      throw error;
    },
  });
}

const DONE = () => ({ value: undefined, done: true });

function nothing() {}

/** What all async iterators inherit: `Symbol.asyncIterator` and, where the engine has it, `Symbol.asyncDispose`. */
function iteratorPrototype() {
  return Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype));
}

/** Ends the source for `signal`, if somebody still has it: the signal may live for long. */
function abortion(source, signal) {
  return () => {
    const held = source.deref();
    if (!held) return;
    held.abort.abort(reasonOf(signal));
    // A part that is waited for ends by its own signal, and closes the source then.
    if (held.pending === 0) close(held);
  };
}

function weakly(source) {
  return typeof WeakRef === "function" ? new WeakRef(source) : { deref: () => source };
}

function close(source) {
  source.parts?.free();
  source.parts = undefined;
}
