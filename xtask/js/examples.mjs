// Usage: node examples.mjs TARBALL OUT
// Installs and builds the applications of examples/, each in a folder of OUT, with the packed package.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";

const [tarball, out] = process.argv.slice(2).map((path) => resolve(path));
const INSTALL = "install --no-audit --no-fund --no-package-lock --prefer-offline --loglevel=error";

for (const name of readdirSync("examples")) {
  const source = join("examples", name);
  if (existsSync(join(source, "package.json"))) build(source, join(out, name));
}

function build(source, folder) {
  const manifest = readFileSync(join(source, "package.json"));
  const digest = createHash("sha256").update(manifest).update(readFileSync(tarball)).digest("hex");
  const stamp = join(folder, "node_modules/.digest");
  const isInstalled = existsSync(stamp) && readFileSync(stamp, "utf8") === digest;
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(folder)) {
    if (!isInstalled || entry !== "node_modules") rmSync(join(folder, entry), { recursive: true });
  }
  // A developer's own installation is not what is tested.
  cpSync(source, folder, {
    recursive: true,
    filter: (path) => !/[\\/](node_modules|dist)$/.test(path),
  });
  if (!isInstalled) {
    npm(folder, ...INSTALL.split(" "), tarball);
    writeFileSync(stamp, digest);
  }
  npm(folder, "run", "build", "--if-present");
}

function npm(folder, ...args) {
  console.error(`${folder}: npm ${args.join(" ")}`);
  const isWindows = process.platform === "win32";
  execFileSync(isWindows ? "npm.cmd" : "npm", args, {
    cwd: folder,
    stdio: "inherit",
    shell: isWindows,
  });
}
