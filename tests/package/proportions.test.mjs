// Answers out of all proportion, in pieces as they arrive: read or refused, in memory that has to
// do with what is kept of them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";

const { instantiate } = WebAssembly;
let memory;
WebAssembly.instantiate = async (...given) => {
  const made = await Reflect.apply(instantiate, WebAssembly, given);
  const { exports } = made.instance ?? made;
  // Node's own `fetch` has a module as well.
  if (!("llhttp_alloc" in exports))
    memory = Object.values(exports).find((it) => it instanceof WebAssembly.Memory);
  return made;
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
const PIECE = 64 * 1024;
const bytes = (text) => new TextEncoder().encode(text);

/** Asks for user 4 while the portal answers with these pieces, of text or bytes. */
function answered(...pieces) {
  const body = () => {
    const left = pieces.flatMap(cut);
    return new ReadableStream({
      pull(controller) {
        if (left.length === 0) controller.close();
        else controller.enqueue(left.shift());
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

function cut(piece) {
  const whole = typeof piece === "string" ? bytes(piece) : piece;
  return Array.from({ length: Math.ceil(whole.length / PIECE) }, (_, index) =>
    whole.subarray(index * PIECE, (index + 1) * PIECE),
  );
}

const refusal = (code) => (error) => error.code === code && error.kind === "response";
const held = () => memory.buffer.byteLength;

test("nesting without an end is refused", async () => {
  await answered('{"result":[]}');
  const before = held();
  for (const opening of [
    "[",
    '{"a":',
    '{"result":[{"id":4,"x":[',
    '{"result":{"result":{"a":',
    '{"result":[{"id":4,"phones":',
  ]) {
    for (const closing of ["", "1"]) {
      await assert.rejects(
        answered(opening.repeat(100_000), closing),
        refusal("BAD_RESPONSE"),
        opening,
      );
    }
  }
  await assert.rejects(
    answered(`{"result":[{"id":4,"x":${"[".repeat(100_000)}1${"]".repeat(100_000)}}]}`),
    refusal("BAD_RESPONSE"),
  );
  assert.ok(held() - before <= 4 * MB, `${held() - before} bytes more`);
});

test("of a key a million times the last counts", async () => {
  const before = held();
  const keys = Array.from({ length: 1_000_000 }, (_, number) => `"name":"${number}",`).join("");
  const { users } = await answered(`{"result":[{${keys}"id":4}]}`);
  assert.deepEqual(
    users.map(({ id, name }) => [id, name]),
    [[4, "999999"]],
  );
  const unknown = await answered(`{"result":[{${keys.replaceAll("name", "x")}"id":4}]}`);
  assert.deepEqual(unknown.users[0].extra, { x: "999999" });
  const people = await answered(`{"result":{${'"4":{"id":4},'.repeat(50_000)}"4":null}}`);
  assert.deepEqual([people.users, people.missing], [[], [4]]);
  assert.ok(held() - before <= 128 * MB, `${held() - before} bytes more`);
});

test("of more users than can have been asked for no more is read", async () => {
  const before = held();
  const users = bytes('{"id":4},'.repeat(7_000_000));
  await assert.rejects(answered('{"result":[', users, "null]}"), refusal("RESPONSE_TOO_LARGE"));
  const odd = await answered(`{"result":[{"id":4,"departments":[${"null,".repeat(500_000)}7]}]}`);
  assert.deepEqual([odd.issues.length, odd.users[0].departments], [100, [7]]);
  assert.ok(held() - before <= 64 * MB, `${held() - before} bytes more`);
});

test("what is no UTF-8 is replaced in texts and refused elsewhere", async () => {
  const odd = Uint8Array.of(0x61, 0xff, 0xfe, 0x62);
  assert.equal(
    (await answered('{"result":[{"id":4,"name":"', odd, '"}]}')).users[0].name,
    "a\ufffd\ufffdb",
  );
  // A character that is cut by the end of a piece is whole.
  const letter = bytes("Я");
  assert.equal(
    (
      await answered(
        '{"result":[{"id":4,"name":"',
        letter.subarray(0, 1),
        letter.subarray(1),
        '"}]}',
      )
    ).users[0].name,
    "Я",
  );
  for (const body of [Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x22, 0), Uint8Array.of(0x80)]) {
    await assert.rejects(answered(body), refusal("BAD_RESPONSE"));
  }
  await assert.rejects(answered('{"result":', Uint8Array.of(0xc3), "[]}"), refusal("BAD_RESPONSE"));
});

test("an answer of as many bytes as may be is read, and what is beyond them is not", async () => {
  const before = held();
  const most = 64 * MB;
  // The record comes last: one that has arrived whole is given whatever becomes of the rest.
  const [head, tail] = ['{"result":[', '{"id":4,"name":"A"}]}'];
  const space = new Uint8Array(most - head.length - tail.length).fill(0x20);
  assert.equal((await answered(head, space, tail)).users[0].name, "A");
  assert.equal((await answered(head, space, ` ${tail}`)).users[0].name, "A");
  await assert.rejects(answered(head, space, `   ${tail}`), refusal("RESPONSE_TOO_LARGE"));
  assert.ok(held() - before <= 192 * MB, `${held() - before} bytes more`);
});

test("a text as large as an answer may be arrives whole", async () => {
  const before = held();
  const [head, tail] = ['{"result":[{"id":4,"name":"', '"}]}'];
  const length = 64 * MB - head.length - tail.length;
  const { users } = await answered(head, new Uint8Array(length).fill(0x78), tail);
  assert.equal(users[0].name.length, length);
  assert.ok(held() - before <= 192 * MB, `${held() - before} bytes more`);
});
