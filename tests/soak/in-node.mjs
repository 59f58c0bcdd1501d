// The churn in a Node of its own, with `--expose-gc`: prints what came of it, and what memory it held early on and at the end, as JSON.
import { churn, newTally } from "./churn.mjs";

const { portal, seed, minutes, rounds, entry } = JSON.parse(process.env.B24_SOAK);

const strays = [];
process.on("uncaughtException", (error) => strays.push(String(error)));
process.on("unhandledRejection", (error) => strays.push(String(error)));

// The module's memory is known to who makes it.
const { instantiate } = WebAssembly;
let memory;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given);
  memory = (made.instance ?? made).exports.memory;
  return made;
};
const { createClient } = await import(entry);

async function measure() {
  // What is freed by finalizers takes a turn or two.
  for (let turn = 0; turn < 4; turn += 1) {
    global.gc();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { heapUsed } = process.memoryUsage();
  return { heap: heapUsed, wasm: memory.buffer.byteLength };
}

const tally = newTally();
// Several at once, as in a server.
const lanes = (from, goOn) => Promise.all([1, 2, 3, 4].map((lane) => churn({ createClient, portal, seed: from + lane, goOn, tally })));
await lanes(seed, (round) => round < 75);
const early = await measure();
const end = Date.now() + minutes * 60_000;
const goOn = (round) => (rounds ? round < rounds : Date.now() < end);
await lanes(seed + 10, goOn);
const late = await measure();
console.log(JSON.stringify({ tally, early, late, strays, handles: process.getActiveResourcesInfo().filter((name) => name === "Timeout").length }));
process.exit();
