// Arbitrary arguments and arbitrary responses: each call settles in time with a result or a typed
// error.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";

let app, createClient;
const strays = [];
const recordStray = (error) => strays.push(error);
before(async () => {
  process.on("uncaughtException", recordStray).on("unhandledRejection", recordStray);
  app = new App();
  ({ createClient } = await app.import("b24-users"));
});
after(() => {
  app.remove();
  process.off("uncaughtException", recordStray).off("unhandledRejection", recordStray);
});

const limits = { burst: 100_000, perSecond: 1000 };
const respondWith = (text) => async () => ({ status: 200, text: async () => text });
const emptyList = respondWith('{"result":[]}');
const client = (options) =>
  createClient({ portal: "example.bitrix24.com", auth: "t", fetch: emptyList, limits, ...options });
const caught = (promise) =>
  promise.then(
    () => assert.fail("should have been rejected"),
    (error) => error,
  );

test("endless iterables and too many ids are rejected before anything is sent", async () => {
  const fetch = () => assert.fail("sent");
  let closed = 0;
  function* endless() {
    try {
      for (;;) yield 4;
    } finally {
      closed += 1;
    }
  }
  for (const ids of [endless(), new Array(2 ** 32 - 1)]) {
    const error = await caught(client({ fetch }).getUsers(ids));
    assert.deepEqual([error.code, error.kind, error.retryable], ["TOO_MANY_IDS", "request", false]);
  }
  assert.equal(closed, 1, "the generator is closed");
  assert.throws(() => client({ fetch, limits: { maxIds: 2 } }).streamUsers([4, 4, 4]), {
    code: "TOO_MANY_IDS",
  });
  assert.equal(
    (await client({ limits: { ...limits, maxIds: 3 } }).getUsers([4, 4, 4])).missing.length,
    1,
  );
});

test("a response larger than the limit is rejected", async () => {
  const body = JSON.stringify({ result: [{ id: 4, name: "x".repeat(5000) }] });
  const error = await caught(
    client({ fetch: respondWith(body), limits: { ...limits, maxResponseBytes: 5000 } }).getUsers([
      4,
    ]),
  );
  assert.deepEqual(
    [error.code, error.kind, error.retryable],
    ["RESPONSE_TOO_LARGE", "response", false],
  );
  assert.match(error.message, /limits\.maxResponseBytes/);
  assert.equal(
    (
      await client({
        fetch: respondWith(body),
        limits: { ...limits, maxResponseBytes: 6000 },
      }).getUsers([4])
    ).users.length,
    1,
  );
});

test("a streamed body that exceeds the limit is cancelled", async () => {
  let sent = 0;
  let cancelled = false;
  const fetch = async () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          sent += 1;
          controller.enqueue(new Uint8Array(1024).fill(32));
          // Limits the memory if this test fails.
          if (sent === 1000) controller.close();
        },
        cancel() {
          cancelled = true;
        },
      }),
    );
  const error = await caught(
    client({ fetch, limits: { ...limits, maxResponseBytes: 10_000 } }).getUsers([4]),
  );
  assert.deepEqual([error.code, cancelled], ["RESPONSE_TOO_LARGE", true]);
  assert.ok(sent <= 14, `${sent} KiB were sent`);
});

/** A seeded generator of random numbers. */
function createRandom(seed) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    next,
    upTo: (count) => Math.floor(next() * count),
    oneOf: (list) => list[Math.floor(next() * list.length)],
  };
}

const cyclic = () => {
  const it = { list: [] };
  it.it = it;
  it.list.push(it);
  return it;
};
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const throwing = () => {
  throw new RangeError("a trap");
};
const hostileProxy = (target) =>
  new Proxy(target, {
    get: throwing,
    has: throwing,
    ownKeys: throwing,
    getPrototypeOf: throwing,
    getOwnPropertyDescriptor: throwing,
  });
const nonThenableProxy = (target) =>
  new Proxy(target, {
    get: (object, name) => (name === "then" ? undefined : Reflect.get(object, name)),
  });

const SIMPLE = [
  () => undefined,
  () => null,
  () => true,
  () => false,
  () => 0,
  () => -0,
  () => 4,
  () => 4.5,
  () => -1,
  () => NaN,
  () => Infinity,
  () => 2 ** 53,
  () => 1e308,
  () => "",
  () => "4",
  () => "4abc",
  () => "\ud800",
  () => "\0",
  () => "x".repeat(100_000),
  () => 4n,
  () => -(2n ** 64n),
  () => Symbol("s"),
  () => Symbol.iterator,
  () => () => 4,
  () => class A {},
  () => async () => {
    throw 4;
  },
  () => /x/g,
  () => new Date(NaN),
  () => new Error("e"),
  () => Promise.resolve(4),
  () => new Map([[4, 5]]),
  () => new Set([4, 5]),
  () => new Uint8Array([4, 5]),
  () => new ArrayBuffer(8),
  () => new Float64Array([NaN]),
  () => new WeakMap(),
  () => globalThis,
  () => Math,
  () => JSON,
  () => new String("45"),
  () => new Number(4),
  () => Object(4n),
  () => cyclic(),
  () => revoked({}),
  () => revoked([]),
  () => revoked(() => 4),
  () => hostileProxy({}),
  () => hostileProxy([4]),
  () => nonThenableProxy([4, 5]),
  () => nonThenableProxy({ length: -1 }),
  () => Object.create(null),
  () => ({
    get length() {
      throw new Error("length");
    },
  }),
  () => ({ valueOf: throwing, toString: throwing, [Symbol.toPrimitive]: throwing }),
  () => ({ toJSON: throwing }),
  // biome-ignore lint/suspicious/noThenProperty: a hostile thenable.
  () => ({ then: throwing }),
  () => ({
    // biome-ignore lint/suspicious/noThenProperty: a hostile thenable.
    get then() {
      throw 4;
    },
  }),
  () => ({ [Symbol.iterator]: throwing }),
  () => ({
    get [Symbol.iterator]() {
      throw 4;
    },
  }),
  () => ({ [Symbol.iterator]: () => ({ next: throwing }) }),
  () => ({ [Symbol.iterator]: () => ({ next: () => 4 }) }),
  () => ({
    [Symbol.iterator]: () => ({
      next: () => ({
        done: false,
        get value() {
          throw 4;
        },
      }),
    }),
  }),
  () => ({ [Symbol.iterator]: 4 }),
  () => ({ [Symbol.iterator]: () => null }),
  // biome-ignore lint/suspicious/noSparseArray: a hostile list.
  () => [, 4, ,],
  () => Object.freeze([4, Object.freeze({})]),
  () => Array.from({ length: 5000 }, (_, index) => index + 1),
  () =>
    new (class extends Array {
      get 0() {
        throw 4;
      }
    })(),
  () => AbortSignal.abort(),
  () => new AbortController().signal,
  () => ({ aborted: false, addEventListener: throwing, removeEventListener: throwing }),
  () => ({
    get aborted() {
      throw 4;
    },
  }),
  () => ({
    aborted: true,
    addEventListener() {},
    removeEventListener: throwing,
    get reason() {
      throw 4;
    },
  }),
];
const NAMES = [
  "signal",
  "deadlineMs",
  "maxAgeMs",
  "fresh",
  "invalid",
  "partial",
  "avatarHr",
  "onProgress",
  "minutesAgo",
  "accessToken",
  "webhook",
  "getToken",
  "portal",
  "expiresAt",
  "burst",
  "maxIds",
  "maxResponseBytes",
  "method",
  "params",
  "__proto__",
  "constructor",
  "then",
  "4",
];

/** A random value: a simple one, or a list or an object of values. */
function randomValue(random, depth = 2) {
  if (depth === 0 || random.next() < 0.6) return random.oneOf(SIMPLE)();
  if (random.next() < 0.5)
    return Array.from({ length: random.upTo(6) }, () => randomValue(random, depth - 1));
  const it = {};
  for (let count = random.upTo(4); count > 0; count -= 1) {
    const name = random.oneOf(NAMES);
    const inside = randomValue(random, depth - 1);
    const isGetter = random.next() < 0.1;
    Object.defineProperty(
      it,
      name,
      isGetter
        ? { get: throwing, enumerable: true, configurable: true }
        : { value: inside, enumerable: true, configurable: true },
    );
  }
  return it;
}

/** Runs `work` and returns its value or error. Rejects if it does not settle in time. */
async function settle(work, what) {
  let timer;
  const timeout = new Promise(
    (_, reject) => (timer = setTimeout(() => reject(new Error(`${what} does not settle`)), 20_000)),
  );
  const run = async () => {
    try {
      return { value: await work() };
    } catch (error) {
      return { error };
    }
  };
  try {
    return await Promise.race([run(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

// The environment can set another number of rounds, for longer runs by hand.
const ROUNDS = Number(process.env.B24_FUZZ_ROUNDS ?? 5000);
const SEED = Number(process.env.B24_FUZZ_SEED ?? 1);

test(`${ROUNDS} calls with arbitrary values settle with a result or a typed error`, async () => {
  const counts = { results: 0, errors: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const random = createRandom(SEED * 1_000_003 + round);
    const b24 = client({ requestTimeoutMs: 1000, deadlineMs: 2000, retries: 0 });
    const methods = Object.keys(b24).filter((name) => name !== "ready");
    const name = random.oneOf([...methods, "createClient"]);
    const args = Array.from({ length: random.upTo(4) }, () => randomValue(random));
    const what = `seed ${SEED}, round ${round}: ${name}`;
    const { error } = await settle(async () => {
      if (name === "createClient")
        return createClient(
          random.next() < 0.5
            ? args[0]
            : {
                portal: "example.bitrix24.com",
                auth: "t",
                fetch: emptyList,
                [random.oneOf([
                  "auth",
                  "portal",
                  "fetch",
                  "limits",
                  "cache",
                  "onEvent",
                  "retries",
                  "coalesceMs",
                ])]: args[0],
              },
        ).getUsers([4], { deadlineMs: 2000 });
      const returned = b24[name](...args);
      if (typeof returned?.[Symbol.asyncIterator] !== "function") return returned;
      const parts = [];
      for await (const part of returned) parts.push(part);
      return parts;
    }, what);
    if (error === undefined) {
      counts.results += 1;
      continue;
    }
    counts.errors += 1;
    assert.notEqual(error?.code, "PANIC", `${what}: ${error?.message}`);
    assert.ok(
      typeof error?.code === "string" && typeof error.kind === "string" && error instanceof Error,
      `${what}: ${error?.stack ?? String(error)}`,
    );
  }
  assert.ok(counts.results > 0 && counts.errors > 0, JSON.stringify(counts));
  assert.equal((await client().getUsers([4])).missing.length, 1, "later calls work");
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(strays, []);
});

test("calls with arbitrary responses settle with a result or a typed error", async () => {
  for (let round = 0; round < ROUNDS / 4; round += 1) {
    const random = createRandom(SEED * 2_000_003 + round);
    const what = `seed ${SEED}, round ${round}`;
    const arbitrary = randomValue(random);
    const fetch = random.oneOf([
      () => arbitrary,
      async () => arbitrary,
      async () => ({ status: random.oneOf([200, 500, arbitrary]), text: async () => arbitrary }),
      async () => ({ status: 200, arrayBuffer: async () => arbitrary }),
      async () => ({ status: 200, text: () => arbitrary, body: arbitrary, arrayBuffer: undefined }),
      async () => {
        throw arbitrary;
      },
    ]);
    const getToken = random.oneOf([
      () => arbitrary,
      async () => arbitrary,
      () => "t",
      () => {
        throw arbitrary;
      },
    ]);
    const onEvent = random.oneOf([undefined, throwing, () => arbitrary]);
    const { error } = await settle(
      () =>
        client({
          auth: { getToken },
          fetch,
          onEvent,
          requestTimeoutMs: 500,
          deadlineMs: 1000,
          retries: 0,
        }).getUsers([4]),
      what,
    );
    if (!error) continue;
    assert.ok(
      typeof error.code === "string" && typeof error.kind === "string",
      `${what}: ${error?.stack ?? String(error)}`,
    );
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(strays, []);
});
