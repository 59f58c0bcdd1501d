// Usage: node dependencies.mjs
// Checks that every dependency has a reason, a comment in Cargo.toml or a row in CONTRIBUTING.md,
// and that the lock files are independent of mirrors.
import { readFileSync } from "node:fs";

import { failIfAny, isMain, outputOf } from "./lib.mjs";

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

/** Packages without a row ``| `name`, `name` | reason |`` in the table, and the opposite. */
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

if (isMain(import.meta)) {
  const read = (file) => readFileSync(file, "utf8");
  const manifests = outputOf("git", "ls-files", "*Cargo.toml").trim().split("\n");
  const crates = manifests.flatMap((file) =>
    cratesWithoutReason(read(file)).map((name) => `${file}: why ${name}?`),
  );
  const lists = ["package.json", "docs/site/package.json"].map((file) => JSON.parse(read(file)));
  const packages = packagesWithoutReason(lists, read("CONTRIBUTING.md"));
  const addresses = mirrors(read("Cargo.lock"), read("package-lock.json"));
  failIfAny([
    ...crates,
    ...packages.map((name) => `${name} is only in package.json, or only in CONTRIBUTING.md`),
    ...addresses.map((line) => `a lock file has ${line}`),
  ]);
}
