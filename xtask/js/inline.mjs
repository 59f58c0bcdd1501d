// Usage: node inline.mjs <module.wasm> <module.js> compact|base64
// Writes a JavaScript module with the content as text: the bytes that come most often as one character each, the others as two. Text
// that keeps the bytes apart travels as compactly as the binary, once the server has compressed it; base64, which
// needs nothing to be read, hides where one ends.
import { readFile, writeFile } from "node:fs/promises";

const [source, target, form] = process.argv.slice(2);
const bytes = await readFile(source);
await writeFile(target, form === "compact" ? compact() : `export default "${bytes.toString("base64")}";\n`);

function compact() {
  // What stands for itself in a string, whatever its quotes, and in a template.
  const letters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).filter((char) => !"\"'\\`$".includes(char));
  // These begin a pair.
  const [first, second, ...single] = letters;

  const count = new Array(256).fill(0);
  for (const byte of bytes) count[byte]++;
  const byCount = [...count.keys()].sort((a, b) => count[b] - count[a] || a - b);
  const words = byCount.map((_, rank) => {
    const rest = rank - single.length;
    if (rest < 0) return single[rank];
    return (rest < single.length ? first : second) + single[rest % single.length];
  });
  const wordOf = Object.fromEntries(byCount.map((byte, rank) => [byte, words[rank]]));

  return [
    "// The module, byte by byte: `order` has the bytes by how often they come, and the text says which of them follow one another.",
    `export const order = [${byCount}];`,
    `export const letters = ${JSON.stringify(letters.join(""))};`,
    `export const size = ${bytes.length};`,
    `export const text = "${Array.from(bytes, (byte) => wordOf[byte]).join("")}";`,
    "",
  ].join("\n");
}
