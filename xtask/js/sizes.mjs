// Usage: node sizes.mjs '[["label", ["file", ...], most], ...]'
// Prints what files weigh as they are, and as servers compress them; a row of several files is their sum. Fails if a row weighs more
// than its `most` bytes, compressed by brotli.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const measures = {
  raw: (bytes) => bytes.length,
  "gzip -9": (bytes) => gzipSync(bytes, { level: 9 }).length,
  "brotli 11": (bytes) =>
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
};

const tooHeavy = [];
const rows = JSON.parse(process.argv[2]).map(([label, files, most = Infinity]) => {
  const contents = files.map((file) => readFileSync(file));
  const sum = (measure) => contents.reduce((total, bytes) => total + measure(bytes), 0);
  const sizes = Object.values(measures).map(sum);
  if (sizes.at(-1) > most) tooHeavy.push(`${label} may have ${most} bytes at most`);
  return [label, ...sizes.map((size) => size.toLocaleString("en"))];
});

for (const [label, ...sizes] of [["bytes", ...Object.keys(measures)], ...rows]) {
  console.log(label.padEnd(28) + sizes.map((size) => size.padStart(12)).join(""));
}

if (tooHeavy.length > 0) {
  console.error(tooHeavy.join("\n"));
  process.exitCode = 1;
}
