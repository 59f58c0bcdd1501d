// Drives the packed package in Node and in Chromium against a portal that misbehaves, for so many minutes each or, with B24_SOAK_ROUNDS, for
// so many rounds; prints what came of it and exits with 1 if memory grew, an id was lost, or an error is not explained by a fault.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { App } from "../package/support/app.mjs";
import { ordered, portal } from "../package/support/portal.mjs";
import { EXPLAINED } from "./churn.mjs";
import { FAULTS } from "./faults.mjs";
import { inChromium } from "./in-chromium.mjs";

const minutes = Number(process.env.B24_SOAK_MINUTES ?? 1);
const rounds = Number(process.env.B24_SOAK_ROUNDS ?? 0) || undefined;
const seed = Number(process.env.B24_SOAK_SEED ?? 1);

// What may be more in the end: engines keep compiled code and caches.
const HEAP_GROWTH = 1.15;
const HEAP_SLACK = 1.5e6;
// Memory of WebAssembly never shrinks: what is still to come is the highest of all tides.
const WASM_SLACK = 4 << 20;

async function inNode(app) {
  const entry = pathToFileURL(app.write("entry.mjs", 'export * from "b24-users";')).href;
  const script = new URL("in-node.mjs", import.meta.url).pathname;
  const env = { ...process.env, B24_SOAK: JSON.stringify({ portal, seed, minutes, rounds, entry }) };
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", script], { env, maxBuffer: 1 << 26 });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

function report(where, { tally, early, late, strays, tabs, handles }) {
  const mb = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
  const problems = [];
  console.log(`\n${where}: ${tally.clients} clients, ${tally.calls} calls, ${tally.requests} requests, ${tally.users} users${tabs ? `, ${tabs} tabs that came and went` : ""}`);
  for (const [name, before, after, most] of [
    ["heap", early.heap, late.heap, early.heap * HEAP_GROWTH + HEAP_SLACK],
    ["wasm memory", early.wasm, late.wasm, early.wasm + WASM_SLACK],
  ]) {
    console.log(`  ${name}: ${mb(before)} early, ${mb(after)} at the end`);
    if (after > most) problems.push(`${where}: ${name} grew from ${mb(before)} to ${mb(after)}`);
  }
  const explained = Object.values(EXPLAINED).flat();
  for (const [name, times] of Object.entries(tally.errors).sort(([, one], [, other]) => other - one)) {
    const code = name.split(" ")[1];
    const faults = Object.keys(EXPLAINED).filter((kind) => EXPLAINED[kind].includes(code));
    console.log(`  ${String(times).padStart(7)} ${name} (${faults.join(", ") || "unexplained"})`);
    if (!explained.includes(code)) problems.push(`${where}: ${name} is explained by no fault`);
  }
  if (tally.lost > 0) problems.push(`${where}: ${tally.lost} calls lost ids`);
  if (strays.length > 0) problems.push(`${where}: nobody caught ${strays.slice(0, 5).join("; ")}`);
  if (handles > 1) problems.push(`${where}: ${handles} timers stay behind`);
  if (tally.users === 0) problems.push(`${where}: no user arrived`);
  return problems;
}

const app = new App();
try {
  const limits = { burst: null, costPerUserMs: 0 };
  const outcomes = await ordered("limits", limits, () =>
    ordered("faults", FAULTS, async () => {
      const [node, chromium] = await Promise.all([inNode(app), inChromium({ app: app.folder, portal, seed, minutes, rounds })]);
      const places = { Node: node, Chromium: chromium };
      const rules = await (await fetch(`${portal.origin}/__portal/faults`)).json();
      return { places, rules };
    }),
  );
  const problems = Object.entries(outcomes.places).flatMap(([where, outcome]) => report(where, outcome));
  console.log("\nfaults that were acted out");
  for (const { kind, code, status, struck, seen } of outcomes.rules) {
    console.log(`  ${String(struck).padStart(7)} of ${seen} ${[kind, code, status].filter(Boolean).join(" ")}`);
    if (struck === 0) problems.push(`${kind} was never acted out`);
  }
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  app.remove();
}
