// What the build scripts share. They run in the root of the checkout.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/**
 * The options of wasm-opt for the modules, without feature flags: it reads the module's own list
 * of features, and `--all-features` makes modules that no engine loads. Inlined functions would
 * compress worse. The sections about the compiler and the features go last: nothing reads them.
 */
export const OPTIMIZE = ["-Oz", "--converge", "--strip-producers", "--strip-target-features"];
export const OPTIMIZE_INLINING = "--one-caller-inline-max-function-size=20";

/** Runs a program; its output is shown. Throws if it fails. */
export function run(program, ...args) {
  execFileSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
}

/** What a program prints. Throws if it fails. */
export function outputOf(program, ...args) {
  return execFileSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 30 });
}

export const WASM_OPT = "node_modules/binaryen/bin/wasm-opt";

/** Runs a program of Binaryen. */
export function binaryen(program, ...args) {
  run(`node_modules/binaryen/bin/${program}`, ...args);
}

/**
 * Empties the folder and does the work, unless the last run had the same inputs: the files, the
 * versions of all tools, and these scripts.
 */
export async function unlessDone(folder, files, work) {
  const hash = createHash("sha256");
  const tools = ["Cargo.lock", "package-lock.json", "xtask/js/lib.mjs", process.argv[1]];
  for (const file of [...files, ...tools]) hash.update(readFileSync(file));
  const [stamp, digest] = [`${folder}/stamp`, hash.digest("hex")];
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) {
    console.error(`${folder}: nothing has changed`);
    return;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await work();
  writeFileSync(stamp, digest);
}

/**
 * Generated bindings whose tasks run as promises do. Test runners replace the global
 * `queueMicrotask` by fake timers; tasks that they never run would leave all clients waiting. The
 * global function only reports a trap.
 */
export function patchMicrotasks(bindings) {
  if (!bindings.includes("queueMicrotask(")) return bindings;
  return `const report = (trap) => globalThis.queueMicrotask(() => { throw trap; });
const queueMicrotask = (task) => void Promise.resolve().then(task).catch(report);
${bindings}`;
}

/** Whether a script is the program, and not imported by its test. */
export function isMain({ url }) {
  return url === pathToFileURL(process.argv[1]).href;
}

/** Fails with all problems, if there are any. */
export function failIfAny(problems) {
  if (problems.length === 0) return;
  console.error(problems.join("\n"));
  process.exit(1);
}
