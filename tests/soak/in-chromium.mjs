// The churn in pages of Chromium: one that stays, whose memory is measured, and others that come
// and go in the middle of their work, while they hold the store that all of them share.
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
  return churn({ createClient, portal, seed, tally, goOn: (round) => (rounds ? round < rounds : Date.now() < end) });
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
      // The module's memory is known to who makes it.
      await tab.addInitScript(() => {
        const { instantiate } = WebAssembly;
        WebAssembly.instantiate = async (...given) => {
          const made = await Reflect.apply(instantiate, WebAssembly, given);
          const { exports } = made.instance ?? made;
          window.moduleMemory = Object.values(exports).find(
            (it) => it instanceof WebAssembly.Memory,
          );
          return made;
        };
      });
      await tab.goto(server.origin);
      await tab.waitForFunction(() => window.isReady);
      return tab;
    };
    const staying = await open();
    const devtools = await context.newCDPSession(staying);
    const measure = async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await devtools.send("HeapProfiler.collectGarbage");
        await staying.waitForTimeout(100);
      }
      const { usedSize } = await devtools.send("Runtime.getHeapUsage");
      return {
        heap: usedSize,
        wasm: await staying.evaluate(() => window.moduleMemory.buffer.byteLength),
      };
    };
    const tally = newTally();
    let tabs = 0;
    const half = async (seed) => {
      const lasting = staying.evaluate(
        ([seed, ms, rounds]) => window.run(seed, ms, rounds),
        [seed, minutes * 30_000, rounds && rounds / 2],
      );
      let isOver = false;
      lasting.finally(() => (isOver = true)).catch(() => {});
      while (!isOver) {
        const coming = await open();
        tabs += 1;
        // It is closed in the middle of its work.
        coming.evaluate((seed) => void window.run(seed, 60_000), seed + 100 + tabs).catch(() => {});
        await staying.waitForTimeout(300 + ((tabs * 137) % 700));
        add(tally, await coming.evaluate(() => window.tally));
        await coming.close();
      }
      await lasting;
      return measure();
    };
    await staying.evaluate((seed) => window.run(seed, 0, 200), seed);
    const memory = [await measure(), await half(seed + 1), await half(seed + 2)];
    add(tally, await staying.evaluate(() => window.tally));
    return { tally, memory, tabs, strays: await staying.evaluate(() => window.strays) };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** These files as a page's scripts. */
async function scripts(...names) {
  const headers = { "Content-Type": "text/javascript" };
  const answer = async (name) => [
    `/${name}`,
    { body: await readFile(new URL(name, import.meta.url)), headers },
  ];
  return Object.fromEntries(await Promise.all(names.map(answer)));
}

function add(sum, tally) {
  for (const name of COUNTS) sum[name] += tally[name];
  for (const list of LISTS) {
    for (const [name, times] of Object.entries(tally[list]))
      sum[list][name] = (sum[list][name] ?? 0) + times;
  }
}
