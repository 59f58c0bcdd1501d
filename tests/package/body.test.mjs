import assert from "node:assert/strict";
import test, { after } from "node:test";
import { App, ENTRY } from "./support/app.mjs";

const app = new App();
after(() => app.remove());
const { createClient } = await app.import(ENTRY);

const BODY = JSON.stringify({ result: [{ id: 4, name: "Привет" }], time: {} });
const BYTES = new TextEncoder().encode(BODY);

const client = (fetch, options) =>
  createClient({ portal: "example.bitrix24.com", auth: "t", retries: 0, fetch, ...options });

const nextTask = () => new Promise((resolve) => setTimeout(resolve));

async function nameFrom(response) {
  const { users } = await client(async () => response).getUsers([4]);
  return users[0].name;
}

/**
 * A response whose body stalls after these chunks. `awaited` resolves when the stalled chunk is
 * read; `cancelled` counts the calls of `cancel`.
 */
function stalling(...chunks) {
  let wait;
  const body = {
    cancelled: 0,
    awaited: new Promise((resolve) => (wait = resolve)),
    getReader: () => ({
      async read() {
        if (chunks.length) return { done: false, value: chunks.shift() };
        wait();
        return new Promise(() => {});
      },
      cancel: () => (body.cancelled += 1),
    }),
  };
  return { status: 200, body };
}

test("an abort cancels the body, even if `fetch` ignores the signal", async () => {
  const response = stalling(BYTES.subarray(0, 9));
  const abort = new AbortController();
  const call = client(async () => response).getUsers([4], { signal: abort.signal });
  response.body.awaited.then(() => abort.abort());
  await assert.rejects(call, { code: "ABORTED" });
  await nextTask();
  assert.equal(response.body.cancelled, 1);
});

test("a deadline and a request timeout cancel the body", async () => {
  const responses = [stalling(BYTES.subarray(0, 9)), stalling(BYTES.subarray(0, 9))];
  await client(async () => responses[0]).ready;
  await assert.rejects(client(async () => responses[0]).getUsers([4], { deadlineMs: 200 }), {
    code: "DEADLINE_EXCEEDED",
  });
  await assert.rejects(client(async () => responses[1], { requestTimeoutMs: 200 }).getUsers([4]), {
    kind: "timeout",
  });
  await nextTask();
  assert.deepEqual(
    responses.map(({ body }) => body.cancelled),
    [1, 1],
  );
});

test("a chunk that is not bytes cancels the body", async () => {
  const response = stalling("text");
  await assert.rejects(client(async () => response).getUsers([4]), { code: "BAD_RESPONSE" });
  await nextTask();
  assert.ok(response.body.cancelled > 0);
});

test("a body that arrives after the end of its call is cancelled", async () => {
  const response = stalling();
  let arrive;
  const arrived = new Promise((resolve) => (arrive = resolve));
  await client(() => arrived).ready;
  await assert.rejects(client(() => arrived).getUsers([4], { deadlineMs: 200 }), {
    code: "DEADLINE_EXCEEDED",
  });
  arrive(response);
  await nextTask();
  assert.equal(response.body.cancelled, 1);
});

test("bytes are read from any buffer or view", async () => {
  class BrokenArray extends Uint8Array {
    static get [Symbol.species]() {
      throw new Error("broken");
    }
    /** @returns {any} */
    subarray() {
      return { length: -3 };
    }
  }
  const broken = new BrokenArray(BYTES);
  for (const bytes of [
    BYTES,
    Buffer.from(BYTES),
    broken,
    new DataView(BYTES.buffer),
    BYTES.slice().buffer,
  ]) {
    const chunks = [{ done: false, value: bytes }, { done: true }];
    assert.equal(
      await nameFrom({
        status: 200,
        body: { getReader: () => ({ read: async () => chunks.shift() }) },
      }),
      "Привет",
    );
    assert.equal(await nameFrom({ status: 200, arrayBuffer: async () => bytes }), "Привет");
  }
});

test("text() is used if a mocked arrayBuffer() returns undefined", async () => {
  assert.equal(
    await nameFrom({ status: 200, arrayBuffer: () => undefined, text: async () => BODY }),
    "Привет",
  );
});

test("a string that is split into chunks at any position is read correctly", async () => {
  // Characters of two and four bytes, in one and two code units.
  for (const name of ["я".repeat(300_000), "😀".repeat(150_000), `x${"😀".repeat(150_000)}`]) {
    const text = JSON.stringify({ result: [{ id: 4, name }], time: {} });
    assert.equal(await nameFrom({ status: 200, text: async () => text }), name);
  }
});

test("a string above the size limit is not copied", async () => {
  const text = "y".repeat(100_000_000);
  const responses = [{ text: async () => text }, { data: text }, { body: text }];
  for (const response of responses) {
    const before = process.memoryUsage().external;
    const call = client(async () => ({ status: 200, ...response }), {
      limits: { maxResponseBytes: 1_000_000 },
    }).getUsers([4]);
    await assert.rejects(call, { code: "RESPONSE_TOO_LARGE" });
    const bytes = process.memoryUsage().external - before;
    assert.ok(bytes < 10_000_000, `${bytes} bytes more`);
  }
});

test("chunks that only look like bytes are rejected", async () => {
  for (const fake of [{ [Symbol.toStringTag]: "Uint8Array" }, "bytes", [1, 2]]) {
    const reader = { read: async () => ({ done: false, value: fake }), cancel() {} };
    await assert.rejects(
      client(async () => ({ status: 200, body: { getReader: () => reader } })).getUsers([4]),
      { code: "BAD_RESPONSE" },
    );
  }
});
