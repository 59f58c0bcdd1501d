// Usage: node inline.mjs <module.wasm> <module.js> compact|base64
// Writes a JavaScript module with the content: as base64, which needs nothing to be read and hides where one byte ends; or compactly, as
// `pkg-template/dist/unpack.js` reads it, so that it travels in fewer bytes than the module itself, once the server has compressed it.
import { readFile, writeFile } from "node:fs/promises";

import { BR_TABLE, LOCALS, OPCODES, PREFIX, REST, TYPED_SELECT, fractionSize, isFraction, operandCounts, unpack } from "../../pkg-template/dist/unpack.js";

const [source, target, form] = process.argv.slice(2);
const bytes = await readFile(source);
await writeFile(target, form === "compact" ? compact() : `export default "${bytes.toString("base64")}";\n`);

function compact() {
  const { before, functions, streams } = split();
  const operands = [...streams.keys()].filter((stream) => stream < OPCODES).sort((a, b) => a - b);
  // Opcodes and operands have little in common but the alphabet, which is why each have their own.
  const groups = [[OPCODES, REST], [LOCALS, ...operands]];

  const packed = {
    size: bytes.length,
    before,
    functions,
    streams: groups.flat().map((stream) => [stream, streams.get(stream).length]),
    letters: letters().join(""),
    texts: groups.map((group) => write(group.flatMap((stream) => streams.get(stream)))),
  };
  // This knows the instructions of today's module.
  if (!bytes.equals(unpack(packed))) throw new Error("pkg-template/dist/unpack.js does not know what the module has");
  const fields = Object.entries(packed).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`);
  return ["// The module, as `unpack.js` reads it.", ...fields, ""].join("\n");
}

/** The module's bytes in streams; how many there are before its functions, and how many functions. */
function split() {
  const CODE = 10;
  const streams = new Map();
  let at = 0;
  const move = (stream, count) => {
    if (!streams.has(stream)) streams.set(stream, []);
    for (const end = at + count; at < end; at++) streams.get(stream).push(bytes[at]);
  };
  const number = () => {
    for (let value = 0, unit = 1; ; unit *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  };
  const moveNumber = (stream) => {
    const start = at;
    const value = number();
    const length = at - start;
    at = start;
    move(stream, length);
    return value;
  };
  const moveNumbers = (stream, count) => {
    for (; count > 0; count--) moveNumber(stream);
  };
  const counts = operandCounts();
  const moveFunction = (end) => {
    moveNumbers(LOCALS, 2 * moveNumber(LOCALS));
    while (at < end) {
      let opcode = bytes[at];
      move(OPCODES, 1);
      if (opcode === PREFIX) opcode = 256 + moveNumber(OPCODES);
      if (counts[opcode] === 2) moveNumber(512 + opcode);
      if (counts[opcode] > 0) moveNumber(opcode);
      if (opcode === BR_TABLE) moveNumbers(opcode, moveNumber(opcode) + 1);
      if (opcode === TYPED_SELECT) moveNumbers(opcode, moveNumber(opcode));
      if (isFraction(opcode)) move(opcode, fractionSize(opcode));
    }
  };

  move(REST, 8);
  let section = bytes[at];
  while (section !== CODE) {
    move(REST, 1);
    move(REST, moveNumber(REST));
    section = bytes[at];
  }
  move(REST, 1);
  moveNumber(REST);
  const functions = moveNumber(REST);
  const before = at;
  for (let left = functions; left > 0; left--) {
    const length = number();
    moveFunction(at + length);
  }
  move(REST, bytes.length - at);
  return { before, functions, streams };
}

/** What stands for itself in a string, whatever its quotes, and in a template. */
function letters() {
  const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  return printable.filter((char) => !"\"'\\`$".includes(char));
}

/** Bytes as text: those that come most often as one letter each, the others as two; `order` has them by how often they come. */
function write(content) {
  const [first, second, ...single] = letters();
  const count = new Array(256).fill(0);
  for (const byte of content) count[byte]++;
  const order = [...count.keys()].filter((byte) => count[byte] > 0).sort((a, b) => count[b] - count[a] || a - b);
  const words = order.map((_, rank) => {
    const rest = rank - single.length;
    if (rest < 0) return single[rank];
    return (rest < single.length ? first : second) + single[rest % single.length];
  });
  const wordOf = Object.fromEntries(order.map((byte, rank) => [byte, words[rank]]));
  return { order, text: content.map((byte) => wordOf[byte]).join("") };
}
