import type { CallOptionsData, ChunkStream, Client } from "../generated/bindings.js";
import { createYieldToMain } from "../host/yield-to-main.js";
import { type ObservedSignal, observeSignal, reasonOf } from "./abort.js";
import type { RunCall } from "./call.js";
import type { AnyCallOptions } from "./validate-options.js";
import { type Ref, weakRefTo } from "../shared/weak-ref.js";

interface Source<T> {
  chunks: ChunkStream<T> | undefined;
  /** The number of pending calls of `next()`. */
  pending: number;
  isDone: boolean;
  readonly controller: AbortController;
}

/**
 * An async iterator over the stream that `open` returns. Leaving it (`return()`, `throw()`, a loop
 * that ends early) aborts its requests, even while `next()` is pending, which then resolves as
 * done. Calls of `next()` settle in order. Between chunks, control returns to the event loop
 * when a task becomes long.
 *
 * @param expected What the stream requests first, as in `RunCall`.
 */
export function streamChunks<T>(
  run: RunCall,
  options: AnyCallOptions,
  open: (core: Client, callOptions: CallOptionsData) => ChunkStream<T>,
  expected?: unknown,
): AsyncGenerator<T, void, undefined> {
  // Not a generator, which would queue `return()` behind a pending `next()`.
  const source: Source<T> = {
    chunks: undefined,
    pending: 0,
    isDone: false,
    controller: new AbortController(),
  };
  let observed: ObservedSignal | undefined;
  let yieldIfDue: (() => Promise<void>) | undefined;
  let lastRead: Promise<void> = Promise.resolve();

  const openFirst = async (core: Client, callOptions: CallOptionsData) => {
    source.chunks = open(core, callOptions);
    return source.chunks.next(callOptions);
  };

  // The module applies the deadline to the whole stream, the signal to each chunk. Not `async`: a
  // poisoned instance returns no promise, which rejects the call.
  const readNext = (_core: Client, callOptions: CallOptionsData) =>
    source.chunks!.next(callOptions);

  const readChunk = async (): Promise<IteratorResult<T, void>> => {
    try {
      if (source.isDone) return done();
      if (!observed) {
        observed = observeSignal(options.signal);
        observed.aborted?.then(aborter(weakRefTo(source), options.signal));
      }
      observed.throwIfAborted();
      const { signal } = source.controller;
      let chunk: T | null;
      if (yieldIfDue) {
        await yieldIfDue();
        chunk = await run({ signal, deadlineMs: Infinity }, readNext);
      } else {
        yieldIfDue = createYieldToMain();
        chunk = await run({ ...options, signal }, openFirst, expected);
      }
      if (chunk !== null && !source.isDone) return { value: chunk, done: false };
    } catch (error) {
      if (!source.isDone) {
        finish();
        throw error;
      }
    } finally {
      source.pending -= 1;
    }
    finish();
    return done();
  };

  const finish = () => {
    source.isDone = true;
    close(source);
    observed?.dispose();
  };

  const cancel = async () => {
    source.isDone = true;
    source.controller.abort();
    // A pending `next()` resolves first.
    await lastRead;
    finish();
  };

  return Object.assign(Object.create(iteratorPrototype()), {
    next() {
      const read = source.pending++ ? lastRead.then(readChunk) : readChunk();
      // Without its chunk, which would be retained until the next call.
      lastRead = read.then(ignore, ignore);
      return read;
    },

    async return(value: unknown) {
      await cancel();
      return { value: await value, done: true };
    },

    async throw(error: unknown) {
      await cancel();
      throw error;
    },
  });
}

const done = () => ({ value: undefined, done: true }) as const;

function ignore(): void {}

/** The prototype of async iterators: `Symbol.asyncIterator` and, if any, `Symbol.asyncDispose`. */
function iteratorPrototype(): object {
  return Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype));
}

/** Aborts the source for `signal`, which may outlive it. */
function aborter(ref: Ref<Source<unknown>>, signal: AbortSignal | undefined): () => void {
  return () => {
    const source = ref.deref();
    if (!source) return;
    source.controller.abort(reasonOf(signal));
    // A pending chunk ends by its own signal, and closes the source then.
    if (source.pending === 0) close(source);
  };
}

function close(source: Source<unknown>): void {
  source.chunks?.free();
  source.chunks = undefined;
}
