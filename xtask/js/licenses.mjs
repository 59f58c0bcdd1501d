// THIRD-PARTY-LICENSES: the licences of the crates that are compiled into the package.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { outputOf } from "./lib.mjs";

/** The file in the package. */
export const FILE = "THIRD-PARTY-LICENSES";
/** The crates of this workspace that become WebAssembly modules. */
const MODULES = ["--package", "b24-users", "--package", "b24-fake-portal-wasm"];
const TARGET = "wasm32-unknown-unknown";
const HEAD = `The WebAssembly modules of b24-users, and their versions as plain JavaScript, contain code of the crates below.
Where a crate offers several licences, the MIT licence is used.
`;

function cargo(...options) {
  return outputOf(process.env.CARGO ?? "cargo", ...options, "--locked");
}

/** The crates in the modules, as `name v1.2.3`. Procedural macros run in the compiler. */
function compiledCrates() {
  const edges = ["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"];
  const tree = cargo("tree", "--target", TARGET, ...edges, ...MODULES);
  return new Set(tree.split("\n").map((line) => line.split(" ").slice(0, 2).join(" ")));
}

/** The MIT licence, as in our LICENSE, for other authors. */
export function mit(example, authors) {
  return example.replace(/Copyright.*/, `Copyright (c) ${authors}`).trim();
}

/**
 * The licence texts in a crate, without those that the MIT licence replaces. Some crates have no
 * file; their licence must be MIT.
 */
function textsOf({ manifest_path, license, authors }, ours) {
  const folder = dirname(manifest_path);
  let files = readdirSync(folder).sort();
  files = files.filter((name) => /^(LICEN|COPYRIGHT|NOTICE)/i.test(name));
  if (files.some((name) => /^LICENSE-MIT$/i.test(name)))
    files = files.filter((name) => !/^LICENSE-APACHE$/i.test(name));
  if (files.length > 0)
    return files.map((file) =>
      readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim(),
    );
  if (!license?.includes("MIT") || authors.length === 0)
    throw new Error(`${manifest_path}: there is no licence text, or no author for the MIT licence`);
  return [mit(ours, authors.map((author) => author.split(" <")[0]).join(", "))];
}

/** The content of the file. Throws if a crate has no licence text. */
export function render() {
  const metadata = cargo("metadata", "--format-version=1", "--filter-platform", TARGET);
  const compiled = compiledCrates();
  const ours = readFileSync("LICENSE", "utf8");
  const library = "the Rust standard library (MIT OR Apache-2.0)";
  const cratesByText = new Map([[mit(ours, "The Rust Project Contributors"), [library]]]);
  for (const crate of JSON.parse(metadata).packages) {
    const { name, version, license, source } = crate;
    if (!source || !compiled.has(`${name} v${version}`)) continue;
    for (const text of textsOf(crate, ours)) {
      const crates = cratesByText.get(text) ?? [];
      cratesByText.set(text, [...crates, `${name} ${version} (${license})`]);
    }
  }
  const section = ([text, crates]) => `\n${"-".repeat(80)}\n${crates.join("\n")}\n\n${text}\n`;
  return HEAD + [...cratesByText].map(section).sort().join("");
}
