// Drives the packed package in Node and in Chromium against a portal that misbehaves, for so many
// minutes each or, with B24_SOAK_ROUNDS, for so many rounds; prints what came of it and exits with
// 1 if memory grew in the second half, an id was lost, or an error is not explained.
import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { App } from "../package/support/app.mjs";
import { ordered, portal } from "../package/support/portal.mjs";
import { FAILURES, FAULTS } from "./faults.mjs";
import { inChromium } from "./in-chromium.mjs";

const minutes = Number(process.env.B24_SOAK_MINUTES ?? 1);
const rounds = Number(process.env.B24_SOAK_ROUNDS ?? 0) || undefined;
const seed = Number(process.env.B24_SOAK_SEED ?? 1);

// By how much more memory may be held at the end of the second half than at the end of the first,
// in bytes. Engines go on compiling code and taking notes about it; the module's memory never
// shrinks, so what it holds is the highest of all tides.
const MORE_HEAP = 1e6;
const MORE_WASM = 1 << 20;

async function inNode(app) {
  const entry = pathToFileURL(app.write("entry.mjs", 'export * from "b24-users";')).href;
  const script = new URL("in-node.mjs", import.meta.url).pathname;
  const env = {
    ...process.env,
    B24_SOAK: JSON.stringify({ portal, seed, minutes, rounds, entry }),
  };
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", script], {
    env,
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

function report(where, { tally, memory, strays, tabs, timers }) {
  const mb = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
  const problems = [];
  console.log(
    `\n${where}: ${tally.clients} clients, ${tally.calls} calls, ${tally.requests} requests, ${tally.users} users${tabs ? `, ${tabs} tabs that came and went` : ""}`,
  );
  for (const [name, key, most] of [
    ["heap", "heap", MORE_HEAP],
    ["memory of WebAssembly", "wasm", MORE_WASM],
  ]) {
    const [before, middle, end] = memory.map((point) => point[key]);
    console.log(
      `  ${name}: ${mb(before)} before, ${mb(middle)} after the first half, ${mb(end)} after the second`,
    );
    if (end > middle + most)
      problems.push(`${where}: ${name} grew from ${mb(middle)} to ${mb(end)} in the second half`);
  }
  for (const [name, times] of Object.entries(tally.errors).sort(
    ([, one], [, other]) => other - one,
  )) {
    console.log(`  ${String(times).padStart(7)} ${name}`);
  }
  for (const [name, times] of Object.entries(tally.unexplained))
    problems.push(`${where}: nothing explains ${times} of ${name}`);
  if (tally.lost > 0) problems.push(`${where}: ${tally.lost} calls lost ids`);
  if (strays.length > 0) problems.push(`${where}: nobody caught ${strays.slice(0, 5).join("; ")}`);
  if (timers > 0) problems.push(`${where}: ${timers} timers stay behind`);
  if (tally.users === 0) problems.push(`${where}: no user arrived`);
  return problems;
}

/**
 * Whether so many requests failed like that as faults were acted out, at most: clients may have
 * left before they were told.
 */
function compare(places, rules) {
  const problems = [];
  console.log(
    "\nrequests that failed, by what clients were told, and the faults that may appear as that",
  );
  const told = Object.values(places).map(({ tally }) => tally.failures);
  for (const code of new Set(told.flatMap(Object.keys))) {
    const times = told.reduce((sum, failures) => sum + (failures[code] ?? 0), 0);
    const kinds = FAILURES[code] ?? [];
    const faults = rules
      .filter((rule) => kinds.includes(rule.code ?? rule.kind))
      .reduce((sum, { injections }) => sum + injections, 0);
    console.log(`  ${String(times).padStart(7)} ${code}, ${faults} ${kinds.join(", ")}`);
    if (times > faults)
      problems.push(`${times} requests failed with ${code}, which ${faults} faults can explain`);
  }
  return problems;
}

const app = new App();
try {
  const limits = { burst: null, costPerUserMs: 0 };
  const outcomes = await ordered("limits", limits, () =>
    ordered("faults", FAULTS, async () => {
      const [node, chromium] = await Promise.all([
        inNode(app),
        inChromium({ app: app.folder, portal, seed, minutes, rounds }),
      ]);
      const places = { Node: node, Chromium: chromium };
      const rules = await (await fetch(`${portal.origin}/__portal/faults`)).json();
      return { places, rules };
    }),
  );
  const problems = Object.entries(outcomes.places).flatMap(([where, outcome]) =>
    report(where, outcome),
  );
  problems.push(...compare(outcomes.places, outcomes.rules));
  console.log("\nfaults that were acted out");
  for (const { kind, code, status, injections, matches } of outcomes.rules) {
    console.log(
      `  ${String(injections).padStart(7)} of ${matches} ${[kind, code, status].filter(Boolean).join(" ")}`,
    );
    if (injections === 0) problems.push(`${kind} was never acted out`);
  }
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  app.remove();
}
