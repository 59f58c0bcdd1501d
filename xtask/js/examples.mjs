// Usage: node examples.mjs TARBALL OUT
// Installs and builds the applications of examples/ with the packed package, in folders of OUT.
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

import { unlessDone } from "./lib.mjs";

const [tarball, out] = process.argv.slice(2).map((path) => resolve(path));
const INSTALL = "install --no-audit --no-fund --no-package-lock --prefer-offline --loglevel=error";

// A developer's own installation is not what is tested.
const files = readdirSync("examples", { recursive: true })
  .map((path) => join("examples", path))
  .filter((path) => !/\/(node_modules|dist)\//.test(path) && statSync(path).isFile());
for (const manifest of files.filter((file) => basename(file) === "package.json")) {
  const source = dirname(manifest);
  const folder = join(out, basename(source));
  const sources = files.filter((file) => file.startsWith(`${source}/`));
  await unlessDone(folder, [tarball, ...sources], () => {
    for (const file of sources) cpSync(file, join(folder, relative(source, file)));
    npm(folder, ...INSTALL.split(" "), tarball);
    npm(folder, "run", "build", "--if-present");
  });
}

function npm(folder, ...args) {
  console.error(`${folder}: npm ${args.join(" ")}`);
  execFileSync("npm", args, { cwd: folder, stdio: "inherit" });
}
