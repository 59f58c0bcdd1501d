// Usage: node types.mjs TARBALL
// Compiles tests/types with the versions of TypeScript that the README promises. The tests are
// copied beside the installed tarball: TypeScript finds the types as those of any package, and a
// `paths` setting would bypass `exports`.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const APP = resolve("target/types-app");

const ALL = ["types", "types/vue", "types/with-sdk", "types/without-dom"];
// Vue's own declarations need 5.4, and without `skipLibCheck` ours need 5.0.
/** @type {[compiler: string, resolutions: string[], projects: string[], ...options: string[]][]} */
const COMPILERS = [
  ["typescript-4.9/bin/tsc", ["nodenext"], ["types"], "--skipLibCheck"],
  ["typescript-5.0/bin/tsc", ["node16", "bundler", "node"], ["types"]],
  ["typescript-5.4/bin/tsc", ["node16", "bundler"], ["types", "types/vue"]],
  ["typescript-5.9/bin/tsc", ["nodenext", "bundler"], ALL],
  ["@typescript/typescript6/bin/tsc6", ["node16", "bundler"], ["types", "types/vue"]],
  ["@typescript/typescript6/bin/tsc6", ["node"], ["types"], "--ignoreDeprecations", "6.0"],
  ["typescript/bin/tsc", ["nodenext", "bundler"], ALL],
];

function compile(compiler, resolution, project, options) {
  const module = /^node./.test(resolution) ? resolution : "esnext";
  const args = ["--module", module, "--moduleResolution", resolution, ...options];
  const tsc = resolve("node_modules", compiler);
  execFileSync("node", [tsc, ...args, "--project", project], { cwd: APP, stdio: "inherit" });
}

rmSync(APP, { recursive: true, force: true });
mkdirSync(APP, { recursive: true });
writeFileSync(`${APP}/package.json`, '{ "private": true, "type": "module" }\n');
const install = ["install", "--no-save", "--no-audit", "--no-fund", resolve(process.argv[2])];
execFileSync("npm", install, { cwd: APP, stdio: "inherit" });
cpSync("tests/types", `${APP}/types`, { recursive: true });
for (const [compiler, resolutions, projects, ...options] of COMPILERS) {
  for (const resolution of resolutions) {
    for (const project of projects) compile(compiler, resolution, project, options);
    console.log(`${compiler}, ${resolution}: ${projects.join(", ")}`);
  }
}
