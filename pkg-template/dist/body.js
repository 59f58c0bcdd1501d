// The body of an answer, no more of it than may be.

/**
 * The bytes of a response's body. When there are more than `most`, reading ends, and what has been read, which is more, tells that. An
 * application's own `fetch` need only give the text. `settle` and `misuse` are for what foreign functions throw.
 */
export async function readBody(response, most, settle, misuse) {
  const { body, arrayBuffer, text } = await settle(() => ({
    body: response.body,
    arrayBuffer: response.arrayBuffer,
    text: response.text,
  }), misuse);
  const reader = await settle(() => (typeof body?.getReader === "function" ? body.getReader() : undefined), misuse);
  if (reader) return readStream(reader, most, settle, misuse);
  if (typeof arrayBuffer === "function") {
    const buffer = await settle(() => arrayBuffer.call(response));
    return settle(() => bytesOf(buffer), misuse);
  }
  if (typeof text !== "function") throw misuse("`fetch` resolved to something without text()");
  const whole = await settle(() => text.call(response));
  if (typeof whole !== "string") throw misuse("`fetch` resolved to something whose text() is no text");
  return new TextEncoder().encode(whole);
}

async function readStream(reader, most, settle, misuse) {
  const pieces = [];
  let length = 0;
  while (length <= most) {
    const { done, value } = await settle(async () => {
      const { done, value } = await reader.read();
      return { done, value };
    });
    if (done) return joined(pieces, length);
    const piece = await settle(() => bytesOf(value), misuse);
    pieces.push(piece);
    length += piece.length;
  }
  // Whether it minds does not matter.
  settle(() => reader.cancel()).catch(() => {});
  return joined(pieces, length);
}

function joined(pieces, length) {
  if (pieces.length === 1) return pieces[0];
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

// Of whatever realm.
function bytesOf(value) {
  const tag = Object.prototype.toString.call(value);
  if (tag === "[object Uint8Array]") return value;
  if (tag !== "[object ArrayBuffer]") throw new TypeError("its body gave no bytes");
  return new Uint8Array(value);
}
