// Counts copies of the WebAssembly module in files: as bytes, or inline.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** A counter for the module of the package that is installed in `folder`. */
export function copyCounter(folder) {
  const dist = join(folder, "node_modules", "b24-users", "dist");
  const samples = [
    middle(readFileSync(join(dist, "b24.wasm"))),
    middle(readFileSync(join(dist, "index.js"))),
  ];
  const inBytes = (bytes) => samples.reduce((sum, sample) => sum + occurrences(bytes, sample), 0);
  const inFolder = (path) =>
    readdirSync(path, { recursive: true })
      .map((name) => join(path, name))
      // Source maps are not loaded.
      .filter((file) => statSync(file).isFile() && !file.endsWith(".map"))
      .reduce((sum, file) => sum + inBytes(readFileSync(file)), 0);
  return { inBytes, inFolder };
}

// Long enough to be unique, and far from the ends, which tools may change.
function middle(bytes) {
  const at = bytes.length >> 1;
  return bytes.subarray(at, at + 64);
}

function occurrences(bytes, sample) {
  let count = 0;
  for (let at = bytes.indexOf(sample); at >= 0; at = bytes.indexOf(sample, at + 1)) count++;
  return count;
}
