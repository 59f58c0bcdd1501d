// Usage: node dependencies.mjs
// Checks that every dependency has a reason, a comment in Cargo.toml or a row in CONTRIBUTING.md, and
// that the lock files are independent of mirrors and have one version of wasm-bindgen.
import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";

import { failIfAny, isMain } from "./lib.mjs";

/** The dependencies in a Cargo manifest without a comment above. Workspace crates need none. */
export function cratesWithoutReason(manifest) {
  const names = [];
  let isDependency = false;
  let previous = "";
  for (const line of manifest.split("\n")) {
    if (line.startsWith("[")) isDependency = line.endsWith("dependencies]");
    const [, name] = line.match(/^(\w[\w-]*) = (?!.*path = )/) ?? [];
    if (isDependency && name && !previous.startsWith("#")) names.push(name);
    previous = line;
  }
  return names;
}

/** Packages without a row ``| `name`, `name` | reason |`` below the heading, and rows without a package. */
export function packagesWithoutReason(manifests, page) {
  const lists = manifests.flatMap((manifest) => [manifest.dependencies, manifest.devDependencies]);
  const packages = Object.keys(Object.assign({}, ...lists));
  const table = page.split("| npm package |")[1]?.split("\n\n")[0] ?? "";
  const cells = [...table.matchAll(/^\| (`.*?`) \| ./gm)].map(([, cell]) => cell);
  const rows = cells.flatMap((cell) => cell.slice(1, -1).split("`, `"));
  const only = (these, others) => these.filter((name) => !others.includes(name));
  return [...only(packages, rows), ...only(rows, packages)];
}

/** The addresses in the lock files that are not those of the default registries. */
export function mirrors(cargoLock, npmLock) {
  const crates = /^source = (?!"registry\+https:\/\/github\.com\/rust-lang\/crates\.io-index").*/gm;
  const packages = /"resolved": "(?!https:\/\/registry\.npmjs\.org\/)[^"]*:\/\/[^"]*"/g;
  return [...(cargoLock.match(crates) ?? []), ...(npmLock.match(packages) ?? [])];
}

/** The bindings generator rejects modules of any other version of wasm-bindgen. */
export function hasMatchingBindgen(cargoLock) {
  const version = (name) => cargoLock.match(`name = "${name}"\nversion = "(.*)"`)?.[1];
  const library = version("wasm-bindgen");
  return library !== undefined && library === version("wasm-bindgen-cli");
}

if (isMain(import.meta)) {
  const read = (file) => readFileSync(file, "utf8");
  const manifests = execFileSync("git", ["ls-files", "*Cargo.toml"], { encoding: "utf8" });
  const cargoLock = read("Cargo.lock");
  const packages = ["package.json", "docs/site/package.json"].map((file) => JSON.parse(read(file)));
  failIfAny([
    ...manifests
      .trim()
      .split("\n")
      .flatMap((file) => cratesWithoutReason(read(file)).map((name) => `${file}: why ${name}?`)),
    ...packagesWithoutReason(packages, read("CONTRIBUTING.md")).map(
      (name) => `${name} is in only one of package.json and the table of CONTRIBUTING.md`,
    ),
    ...mirrors(cargoLock, read("package-lock.json")).map((line) => `a lock file has ${line}`),
    ...(hasMatchingBindgen(cargoLock)
      ? []
      : ["Cargo.lock has different versions of wasm-bindgen and wasm-bindgen-cli"]),
  ]);
}
