// How often the WebAssembly module is in something: as its own bytes, or inline in base64.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** A counter for the module of the package that is installed in `folder`. */
export function copyCounter(folder) {
  const dist = join(folder, "node_modules", "b24-users", "dist");
  const pieces = [
    middle(readFileSync(join(dist, "b24.wasm"))),
    middle(readFileSync(join(dist, "index.js"))),
  ];
  const inBytes = (bytes) => pieces.reduce((sum, piece) => sum + occurrences(bytes, piece), 0);
  const inFolder = (path) =>
    readdirSync(path, { recursive: true })
      .map((name) => join(path, name))
      // A source map is no part of what is loaded.
      .filter((file) => statSync(file).isFile() && !file.endsWith(".map"))
      .reduce((sum, file) => sum + inBytes(readFileSync(file)), 0);
  return { inBytes, inFolder };
}

// Long enough to be there but once, and far from anything that tools write at the ends.
function middle(bytes) {
  const at = bytes.length >> 1;
  return bytes.subarray(at, at + 64);
}

function occurrences(bytes, piece) {
  let count = 0;
  for (let at = bytes.indexOf(piece); at >= 0; at = bytes.indexOf(piece, at + 1)) count++;
  return count;
}
