// A module that was written as text by `xtask/js/inline.mjs`. Its functions are taken apart into streams: one of opcodes, and for each opcode
// one of operands. Alike stands beside alike then, and what servers compress becomes a tenth smaller.

/** The streams that are not operands. Those have the number of their opcode; of two operands, the first has that plus 512. */
export const OPCODES = 1024;
export const LOCALS = 1025;
export const REST = 1026;
/** Opcodes that need more than a count of operands. Those after a prefix have 256 added. */
export const BR_TABLE = 0x0e;
export const TYPED_SELECT = 0x1c;
export const PREFIX = 0xfc;
const END = 0x0b;

/** The bytes of a module. */
export function unpack({ size, before, functions, streams, letters, texts }) {
  const packed = read(letters, texts, size);
  const at = new Int32Array(REST + 1);
  let end = 0;
  for (const [stream, length] of streams) {
    at[stream] = end;
    end += length;
  }

  const bytes = new Uint8Array(size);
  let to = 0;
  const move = (stream, count) => {
    for (; count > 0; count--) bytes[to++] = packed[at[stream]++];
  };
  const number = (stream) => {
    for (let value = 0, unit = 1; ; unit *= 128) {
      const byte = (bytes[to++] = packed[at[stream]++]);
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  };
  const numbers = (stream, count) => {
    for (; count > 0; count--) number(stream);
  };

  move(REST, before);
  const counts = operandCounts();
  for (let left = functions; left > 0; left--) {
    const start = to;
    numbers(LOCALS, 2 * number(LOCALS));
    for (let depth = 1; depth > 0; ) {
      let opcode = (bytes[to++] = packed[at[OPCODES]++]);
      if (opcode === PREFIX) opcode = 256 + (bytes[to++] = packed[at[OPCODES]++]);
      // Without calls: nearly all of it is over before an engine has made it fast.
      const count = counts[opcode];
      if (count === 2) while ((bytes[to++] = packed[at[512 + opcode]++]) > 127);
      if (count !== 0) while ((bytes[to++] = packed[at[opcode]++]) > 127);
      if (isBlock(opcode)) depth += 1;
      else if (opcode === END) depth -= 1;
      else if (opcode === BR_TABLE) numbers(opcode, number(opcode) + 1);
      else if (opcode === TYPED_SELECT) numbers(opcode, number(opcode));
      else if (isFraction(opcode)) move(opcode, fractionSize(opcode));
    }
    // Before it stands how long it is.
    const length = numeral(to - start);
    bytes.copyWithin(start + length.length, start, to);
    bytes.set(length, start);
    to += length.length;
  }
  move(REST, size - to);
  return bytes;
}

/** `block`, `loop`, `if`. */
export const isBlock = (opcode) => opcode > 1 && opcode < 5;
/** `f32.const`, `f64.const`, and how many bytes these have. */
export const isFraction = (opcode) => opcode === 0x43 || opcode === 0x44;
export const fractionSize = (opcode) => (opcode === 0x43 ? 4 : 8);

/** How many numbers follow each opcode. */
export function operandCounts() {
  const counts = new Uint8Array(512);
  const set = (count, ...ranges) => {
    for (const [first, last = first] of ranges) counts.fill(count, first, last + 1);
  };
  // Blocks and branches, calls, variables, the size of the memory, whole numbers, references; memory and tables in bulk.
  set(1, [0x02, 0x04], [0x0c, 0x0d], [0x10], [0x20, 0x26], [0x3f, 0x42], [0xd0, 0xd2], [0x109, 0x111]);
  // Indirect calls, loads and stores.
  set(2, [0x11], [0x28, 0x3e], [0x108], [0x10a], [0x10c], [0x10e]);
  return counts;
}

/** The bytes that texts are: each letter is one, by how often it comes, but the first two, which begin a pair. */
function read(letters, texts, size) {
  const ranks = new Int8Array(128);
  for (let index = 0; index < letters.length; index++) ranks[letters.charCodeAt(index)] = index - 2;
  const single = letters.length - 2;
  const bytes = new Uint8Array(size);
  let to = 0;
  for (const { order, text } of texts) {
    for (let at = 0; at < text.length; ) {
      let rank = ranks[text.charCodeAt(at++)];
      if (rank < 0) rank = single * (rank + 3) + ranks[text.charCodeAt(at++)];
      bytes[to++] = order[rank];
    }
  }
  return bytes;
}

/** A number as modules have it. */
function numeral(number) {
  return number < 128 ? [number] : [(number & 127) | 128, ...numeral(number >> 7)];
}
