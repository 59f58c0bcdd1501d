// Usage: node sizes.mjs '[["label", ["file", ...]], ...]'
// Prints what files weigh as they are, and as servers compress them; a row of several files is their sum.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const measures = {
  raw: (bytes) => bytes.length,
  "gzip -9": (bytes) => gzipSync(bytes, { level: 9 }).length,
  "brotli 11": (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
};

const rows = JSON.parse(process.argv[2]).map(([label, files]) => {
  const contents = files.map((file) => readFileSync(file));
  const sum = (measure) => contents.reduce((total, bytes) => total + measure(bytes), 0);
  return [label, ...Object.values(measures).map((measure) => sum(measure).toLocaleString("en"))];
});

for (const [label, ...sizes] of [["bytes", ...Object.keys(measures)], ...rows]) {
  console.log(label.padEnd(28) + sizes.map((size) => size.padStart(12)).join(""));
}
