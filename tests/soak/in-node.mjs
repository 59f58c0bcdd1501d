// The churn in a Node of its own, with `--expose-gc`: prints what came of it, and what memory it
// held before, in the middle and at the end, as JSON.
import { churn, newTally } from "./churn.mjs";

const { portal, seed, minutes, rounds, entry } = JSON.parse(process.env.B24_SOAK);

const strays = [];
process.on("uncaughtException", (error) => strays.push(String(error)));
process.on("unhandledRejection", (error) => strays.push(String(error)));

// The module's memory is known to who makes it; Node's own `fetch` has a module as well.
const { instantiate } = WebAssembly;
let moduleMemory;
WebAssembly.instantiate = async (...given) => {
  const made = await Reflect.apply(instantiate, WebAssembly, given);
  const { exports } = made.instance ?? made;
  if (!("llhttp_alloc" in exports))
    moduleMemory = Object.values(exports).find((it) => it instanceof WebAssembly.Memory);
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
  return { heap: heapUsed, wasm: moduleMemory.buffer.byteLength };
}

const tally = newTally();
// Several at once, as in a server.
const lanes = (from, goOn) =>
  Promise.all(
    [1, 2, 3, 4].map((lane) => churn({ createClient, portal, seed: from + lane, goOn, tally })),
  );
// What is compiled and cached in the beginning is there before the first half; then each half ends
// with the same measurement.
await lanes(seed, (round) => round < 75);
const memory = [await measure()];
for (const half of [1, 2]) {
  const end = Date.now() + minutes * 30_000;
  await lanes(seed + 10 * half, (round) => (rounds ? round < rounds / 2 : Date.now() < end));
  memory.push(await measure());
}
const timers = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
console.log(JSON.stringify({ tally, memory, strays, timers }));
process.exit();
