/** The bytes of a module that was written as text; `xtask/js/inline.mjs` tells how. */
export function unpack({ order, letters, size, text }) {
  const ranks = new Int8Array(128);
  for (let index = 0; index < letters.length; index++) ranks[letters.charCodeAt(index)] = index - 2;
  const single = letters.length - 2;
  const bytes = new Uint8Array(size);
  for (let at = 0, index = 0; index < size; index++) {
    let rank = ranks[text.charCodeAt(at++)];
    // The first two letters begin a pair.
    if (rank < 0) rank = single * (rank + 3) + ranks[text.charCodeAt(at++)];
    bytes[index] = order[rank];
  }
  return bytes;
}
