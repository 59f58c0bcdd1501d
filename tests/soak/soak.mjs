// Runs the packed package in Node and in Chromium against a portal that injects faults, for
// B24_SOAK_MINUTES or B24_SOAK_ROUNDS. Prints the results, and exits with 1 if memory grew in the
// second half, an id was lost, or an error is unexplained.
import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { App } from "../package/support/app.mjs";
import { configurePortal, portal } from "../package/support/portal.mjs";
import { FAILURES, FAULTS } from "./faults.mjs";
import { inChromium } from "./in-chromium.mjs";

const minutes = Number(process.env.B24_SOAK_MINUTES ?? 1);
const rounds = Number(process.env.B24_SOAK_ROUNDS ?? 0) || undefined;
const seed = Number(process.env.B24_SOAK_SEED ?? 1);

// Maximum growth of memory during the second half, in bytes. Engines continue to compile code and
// to collect feedback. The module's memory never shrinks, so its size is its peak.
const MAX_HEAP_GROWTH = 1e6;
const MAX_WASM_GROWTH = 1 << 20;

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
    `\n${where}: ${tally.clients} clients, ${tally.calls} calls, ${tally.requests} requests, ${tally.users} users${tabs ? `, ${tabs} temporary tabs` : ""}`,
  );
  for (const [name, key, maxGrowth] of [
    ["heap", "heap", MAX_HEAP_GROWTH],
    ["memory of WebAssembly", "wasm", MAX_WASM_GROWTH],
  ]) {
    const [before, middle, end] = memory.map((point) => point[key]);
    console.log(
      `  ${name}: ${mb(before)} before, ${mb(middle)} after the first half, ${mb(end)} after the second`,
    );
    if (end > middle + maxGrowth)
      problems.push(`${where}: ${name} grew from ${mb(middle)} to ${mb(end)} in the second half`);
  }
  for (const [name, times] of Object.entries(tally.errors).sort(
    ([, one], [, other]) => other - one,
  )) {
    console.log(`  ${String(times).padStart(7)} ${name}`);
  }
  for (const [name, times] of Object.entries(tally.unexplained))
    problems.push(`${where}: ${times} unexplained errors ${name}`);
  if (tally.lost > 0) problems.push(`${where}: ${tally.lost} calls lost ids`);
  if (strays.length > 0)
    problems.push(`${where}: uncaught errors: ${strays.slice(0, 5).join("; ")}`);
  if (timers > 0) problems.push(`${where}: ${timers} timers are still active`);
  if (tally.users === 0) problems.push(`${where}: no user arrived`);
  return problems;
}

/**
 * Checks that no more requests failed than faults were injected. Fewer may fail, since some calls
 * are aborted before the fault.
 */
function compare(places, rules) {
  const problems = [];
  console.log("\nfailed requests by code, and the injected faults that can cause them");
  const tallies = Object.values(places).map(({ tally }) => tally.failures);
  for (const code of new Set(tallies.flatMap(Object.keys))) {
    const times = tallies.reduce((sum, failures) => sum + (failures[code] ?? 0), 0);
    const kinds = FAILURES[code] ?? [];
    const faults = rules
      .filter((rule) => kinds.includes(rule.code ?? rule.kind))
      .reduce((sum, { injections }) => sum + injections, 0);
    console.log(`  ${String(times).padStart(7)} ${code}, ${faults} ${kinds.join(", ")}`);
    if (times > faults)
      problems.push(
        `${times} requests failed with ${code}, but only ${faults} faults can explain that`,
      );
  }
  return problems;
}

const app = new App();
try {
  const limits = { burst: null, costPerUserMs: 0 };
  const outcomes = await configurePortal("limits", limits, () =>
    configurePortal("faults", FAULTS, async () => {
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
  console.log("\ninjected faults");
  for (const { kind, code, status, injections, matches } of outcomes.rules) {
    console.log(
      `  ${String(injections).padStart(7)} of ${matches} ${[kind, code, status].filter(Boolean).join(" ")}`,
    );
    if (injections === 0) problems.push(`${kind} was never injected`);
  }
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  app.remove();
}
