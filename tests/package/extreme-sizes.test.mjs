// Extremely large responses in chunks: they are read or rejected, with bounded memory.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";

const { instantiate } = WebAssembly;
let memory;
WebAssembly.instantiate = async (...args) => {
  const result = await Reflect.apply(instantiate, WebAssembly, args);
  const { exports } = result.instance ?? result;
  // Node's own `fetch` has a module, too.
  if (!("llhttp_alloc" in exports))
    memory = Object.values(exports).find((it) => it instanceof WebAssembly.Memory);
  return result;
};

let app, createClient;
before(async () => {
  app = new App();
  ({ createClient } = await app.import("b24-users"));
});
after(() => {
  app.remove();
  WebAssembly.instantiate = instantiate;
});

const MB = 2 ** 20;
const CHUNK_BYTES = 64 * 1024;
const bytes = (text) => new TextEncoder().encode(text);

/** Loads user 4 while the portal responds with these strings and bytes. */
function loadFrom(...parts) {
  const body = () => {
    const chunks = parts.flatMap(splitIntoChunks);
    return new ReadableStream({
      pull(controller) {
        if (chunks.length === 0) controller.close();
        else controller.enqueue(chunks.shift());
      },
    });
  };
  const limits = { burst: 100_000, perSecond: 1000 };
  return createClient({
    portal: "example.bitrix24.com",
    auth: "t",
    fetch: async () => new Response(body()),
    limits,
    retries: 0,
  }).getUsers([4]);
}

function splitIntoChunks(part) {
  const all = typeof part === "string" ? bytes(part) : part;
  return Array.from({ length: Math.ceil(all.length / CHUNK_BYTES) }, (_, index) =>
    all.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES),
  );
}

const isRejection = (code) => (error) => error.code === code && error.kind === "response";
const memoryBytes = () => memory.buffer.byteLength;

test("deep nesting is rejected", async () => {
  await loadFrom('{"result":[]}');
  const before = memoryBytes();
  for (const opening of [
    "[",
    '{"a":',
    '{"result":[{"id":4,"x":[',
    '{"result":{"result":{"a":',
    '{"result":[{"id":4,"phones":',
  ]) {
    for (const closing of ["", "1"]) {
      await assert.rejects(
        loadFrom(opening.repeat(100_000), closing),
        isRejection("BAD_RESPONSE"),
        opening,
      );
    }
  }
  await assert.rejects(
    loadFrom(`{"result":[{"id":4,"x":${"[".repeat(100_000)}1${"]".repeat(100_000)}}]}`),
    isRejection("BAD_RESPONSE"),
  );
  assert.ok(memoryBytes() - before <= 4 * MB, `${memoryBytes() - before} bytes more`);
});

test("the last of a million duplicate keys counts", async () => {
  const before = memoryBytes();
  const keys = Array.from({ length: 1_000_000 }, (_, number) => `"name":"${number}",`).join("");
  const { users } = await loadFrom(`{"result":[{${keys}"id":4}]}`);
  assert.deepEqual(
    users.map(({ id, name }) => [id, name]),
    [[4, "999999"]],
  );
  const unknown = await loadFrom(`{"result":[{${keys.replaceAll("name", "x")}"id":4}]}`);
  assert.deepEqual(unknown.users[0].extra, { x: "999999" });
  const people = await loadFrom(`{"result":{${'"4":{"id":4},'.repeat(50_000)}"4":null}}`);
  assert.deepEqual([people.users, people.missing], [[], [4]]);
  assert.ok(memoryBytes() - before <= 128 * MB, `${memoryBytes() - before} bytes more`);
});

test("a response with more users than requested is rejected", async () => {
  const before = memoryBytes();
  const users = bytes('{"id":4},'.repeat(7_000_000));
  await assert.rejects(loadFrom('{"result":[', users, "null]}"), isRejection("RESPONSE_TOO_LARGE"));
  const invalid = await loadFrom(
    `{"result":[{"id":4,"departments":[${"null,".repeat(500_000)}7]}]}`,
  );
  assert.deepEqual([invalid.issues.length, invalid.users[0].departments], [100, [7]]);
  assert.ok(memoryBytes() - before <= 64 * MB, `${memoryBytes() - before} bytes more`);
});

test("invalid UTF-8 is replaced in strings and rejected elsewhere", async () => {
  const invalid = Uint8Array.of(0x61, 0xff, 0xfe, 0x62);
  assert.equal(
    (await loadFrom('{"result":[{"id":4,"name":"', invalid, '"}]}')).users[0].name,
    "a\ufffd\ufffdb",
  );
  // A character that is split between two chunks is decoded.
  const letter = bytes("Я");
  assert.equal(
    (
      await loadFrom(
        '{"result":[{"id":4,"name":"',
        letter.subarray(0, 1),
        letter.subarray(1),
        '"}]}',
      )
    ).users[0].name,
    "Я",
  );
  for (const body of [Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x22, 0), Uint8Array.of(0x80)]) {
    await assert.rejects(loadFrom(body), isRejection("BAD_RESPONSE"));
  }
  await assert.rejects(
    loadFrom('{"result":', Uint8Array.of(0xc3), "[]}"),
    isRejection("BAD_RESPONSE"),
  );
});

test("a response of the maximum size is read, and a larger one is rejected", async () => {
  const before = memoryBytes();
  const max = 64 * MB;
  // The record comes last, since a complete record is delivered even if the response fails later.
  const [head, tail] = ['{"result":[', '{"id":4,"name":"A"}]}'];
  const space = new Uint8Array(max - head.length - tail.length).fill(0x20);
  assert.equal((await loadFrom(head, space, tail)).users[0].name, "A");
  assert.equal((await loadFrom(head, space, ` ${tail}`)).users[0].name, "A");
  await assert.rejects(loadFrom(head, space, `   ${tail}`), isRejection("RESPONSE_TOO_LARGE"));
  assert.ok(memoryBytes() - before <= 192 * MB, `${memoryBytes() - before} bytes more`);
});

test("a string of nearly the maximum response size is read completely", async () => {
  const before = memoryBytes();
  const [head, tail] = ['{"result":[{"id":4,"name":"', '"}]}'];
  const length = 64 * MB - head.length - tail.length;
  const { users } = await loadFrom(head, new Uint8Array(length).fill(0x78), tail);
  assert.equal(users[0].name.length, length);
  assert.ok(memoryBytes() - before <= 192 * MB, `${memoryBytes() - before} bytes more`);
});
