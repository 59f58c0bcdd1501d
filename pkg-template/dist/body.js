// The body of an answer, piece by piece: what has arrived is read while the rest is on its way.

import { turns } from "./turns.js";

// What is read at once. Larger pieces are cut, so that a body which comes as a whole freezes nothing.
const PIECE_BYTES = 128 * 1024;

/**
 * A function that gives the next piece of a response's body, and `undefined` at its end. When there are more than `most` bytes, reading
 * ends, and what has been read, which is more, tells that. An application's own `fetch` need only give the text, and may never look at
 * `signal`. `settle` and `misuse` are for what foreign functions throw.
 */
export async function openBody(response, most, signal, settle, misuse) {
  const { body, arrayBuffer, text } = await settle(() => ({
    body: response.body,
    arrayBuffer: response.arrayBuffer,
    text: response.text,
  }), misuse);
  const reader = await settle(() => (typeof body?.getReader === "function" ? body.getReader() : undefined), misuse);
  if (reader) {
    // Whether it minds does not matter.
    const cancel = () => settle(() => reader.cancel()).catch(() => {});
    if (signal?.aborted) cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    let length = 0;
    return inTurns(async () => {
      if (length > most) {
        cancel();
        return undefined;
      }
      const { done, value } = await settle(async () => {
        const { done, value } = await reader.read();
        return { done, value };
      });
      if (done) return undefined;
      const piece = await settle(() => bytesOf(value), (caught) => {
        cancel();
        return misuse(caught);
      });
      length += piece.length;
      return piece;
    });
  }
  let whole;
  if (typeof arrayBuffer === "function") {
    const buffer = await settle(() => arrayBuffer.call(response));
    // Of an automatic mock.
    if (buffer !== undefined) whole = await settle(() => bytesOf(buffer), misuse);
  }
  if (!whole) {
    if (typeof text !== "function") throw misuse("`fetch` resolved to something without text()");
    const body = await settle(() => text.call(response));
    if (typeof body !== "string") throw misuse("`fetch` resolved to something whose text() is no text");
    whole = new TextEncoder().encode(body);
  }
  return inTurns(async () => {
    const piece = whole;
    whole = undefined;
    return piece;
  });
}

// In pieces of bounded size, and with a turn for everybody else now and then.
function inTurns(next) {
  let left;
  const turn = turns();
  return async () => {
    if (!left?.length) left = await next();
    if (left === undefined) return undefined;
    await turn();
    const piece = left.subarray(0, PIECE_BYTES);
    left = left.subarray(PIECE_BYTES);
    return piece;
  };
}

// Of whatever realm, and as our own, whose methods nobody has replaced.
function bytesOf(value) {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (Object.prototype.toString.call(value) !== "[object ArrayBuffer]") throw new TypeError("its body gave no bytes");
  return new Uint8Array(value);
}
