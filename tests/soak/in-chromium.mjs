// The load in pages of Chromium: a permanent page, whose memory is measured, and temporary pages
// that are closed during their work, while they use the shared store.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { launch } from "../package/support/browser.mjs";
import { serve } from "../package/support/serve.mjs";
import { COUNTS, LISTS, newTally } from "./churn.mjs";

const page = (settings) => `<!doctype html><meta charset="utf-8"><script type="module">
import { createClient } from "/dist/index.js";
import { churn, newTally } from "/churn.mjs";
window.strays = [];
addEventListener("error", ({ message }) => strays.push(message));
addEventListener("unhandledrejection", ({ reason }) => strays.push(String(reason)));
const { portal } = ${JSON.stringify(settings)};
window.tally = newTally();
window.run = (seed, ms, rounds) => {
  const end = Date.now() + ms;
  return churn({ createClient, portal, seed, tally, shouldContinue: (round) => (rounds ? round < rounds : Date.now() < end) });
};
window.isReady = true;
</script>`;

export async function inChromium({ app, portal, seed, minutes, rounds }) {
  const folder = dirname(createRequire(join(app, "x.js")).resolve("b24-users/package.json"));
  const server = await serve(folder, {
    "/": { body: page({ portal }) },
    ...(await scripts("churn.mjs", "faults.mjs")),
  });
  const browser = await launch();
  try {
    const context = await browser.newContext();
    const open = async () => {
      const tab = await context.newPage();
      // Wraps the instantiation to get the module's memory.
      await tab.addInitScript(() => {
        const { instantiate } = WebAssembly;
        WebAssembly.instantiate = async (...args) => {
          const result = await Reflect.apply(instantiate, WebAssembly, args);
          const { exports } = result.instance ?? result;
          window.moduleMemory = Object.values(exports).find(
            (it) => it instanceof WebAssembly.Memory,
          );
          return result;
        };
      });
      await tab.goto(server.origin);
      await tab.waitForFunction(() => window.isReady);
      return tab;
    };
    const permanent = await open();
    const devtools = await context.newCDPSession(permanent);
    const measure = async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await devtools.send("HeapProfiler.collectGarbage");
        await permanent.waitForTimeout(100);
      }
      const { usedSize } = await devtools.send("Runtime.getHeapUsage");
      return {
        heap: usedSize,
        wasm: await permanent.evaluate(() => window.moduleMemory.buffer.byteLength),
      };
    };
    const tally = newTally();
    let tabs = 0;
    const runHalf = async (seed) => {
      const work = permanent.evaluate(
        ([seed, ms, rounds]) => window.run(seed, ms, rounds),
        [seed, minutes * 30_000, rounds && rounds / 2],
      );
      let isOver = false;
      work.finally(() => (isOver = true)).catch(() => {});
      while (!isOver) {
        const temporary = await open();
        tabs += 1;
        // The page is closed during its work.
        temporary
          .evaluate((seed) => void window.run(seed, 60_000), seed + 100 + tabs)
          .catch(() => {});
        await permanent.waitForTimeout(300 + ((tabs * 137) % 700));
        add(tally, await temporary.evaluate(() => window.tally));
        await temporary.close();
      }
      await work;
      return measure();
    };
    await permanent.evaluate((seed) => window.run(seed, 0, 200), seed);
    const memory = [await measure(), await runHalf(seed + 1), await runHalf(seed + 2)];
    add(tally, await permanent.evaluate(() => window.tally));
    return { tally, memory, tabs, strays: await permanent.evaluate(() => window.strays) };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** These files as scripts of the page. */
async function scripts(...names) {
  const headers = { "Content-Type": "text/javascript" };
  const pageOf = async (name) => [
    `/${name}`,
    { body: await readFile(new URL(name, import.meta.url)), headers },
  ];
  return Object.fromEntries(await Promise.all(names.map(pageOf)));
}

function add(sum, tally) {
  for (const name of COUNTS) sum[name] += tally[name];
  for (const list of LISTS) {
    for (const [name, times] of Object.entries(tally[list]))
      sum[list][name] = (sum[list][name] ?? 0) + times;
  }
}
