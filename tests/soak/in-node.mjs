// The load in a new Node process with `--expose-gc`. Prints the results, and the memory before, in
// the middle and at the end, as JSON.
import { churn, newTally } from "./churn.mjs";

const { portal, seed, minutes, rounds, entry } = JSON.parse(process.env.B24_SOAK);

const strays = [];
process.on("uncaughtException", (error) => strays.push(String(error)));
process.on("unhandledRejection", (error) => strays.push(String(error)));

// Wraps the instantiation to get the module's memory. Node's own `fetch` has a module, too.
const { instantiate } = WebAssembly;
let moduleMemory;
WebAssembly.instantiate = async (...args) => {
  const result = await Reflect.apply(instantiate, WebAssembly, args);
  const { exports } = result.instance ?? result;
  if (!("llhttp_alloc" in exports))
    moduleMemory = Object.values(exports).find((it) => it instanceof WebAssembly.Memory);
  return result;
};
const { createClient } = await import(entry);

async function measure() {
  // Finalizers run in later tasks.
  for (let turn = 0; turn < 4; turn += 1) {
    global.gc();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { heapUsed } = process.memoryUsage();
  return { heap: heapUsed, wasm: moduleMemory.buffer.byteLength };
}

const tally = newTally();
// Concurrent runs, as in a server.
const runConcurrently = (from, shouldContinue) =>
  Promise.all(
    [1, 2, 3, 4].map((lane) =>
      churn({ createClient, portal, seed: from + lane, shouldContinue, tally }),
    ),
  );
// A warm-up fills the caches of the engine and the package before the first measurement.
await runConcurrently(seed, (round) => round < 75);
const memory = [await measure()];
for (const half of [1, 2]) {
  const end = Date.now() + minutes * 30_000;
  await runConcurrently(seed + 10 * half, (round) =>
    rounds ? round < rounds / 2 : Date.now() < end,
  );
  memory.push(await measure());
}
const timers = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
console.log(JSON.stringify({ tally, memory, strays, timers }));
process.exit();
