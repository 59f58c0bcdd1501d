// Usage: node run.mjs <package folder> <page to write>
// Measures everything in Node and in Chromium, and writes docs/benchmarks.md. `cargo xtask bench`
// starts it with the fake portal.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { measureFirstUser } from "./first-user.mjs";
import { render } from "./page-text.mjs";
import { body } from "./response-body.mjs";
import { secondVisit } from "./second-visit.mjs";
import { serve } from "../package/support/serve.mjs";

const [folder, target] = process.argv.slice(2);
const MEMORY_SIZES = [5000, 50_000];
const portal = JSON.parse(process.env.B24_PORTAL);
const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const SIZES = (process.env.B24_BENCH_SIZES ?? "50,500,5000,50000").split(",").map(Number);

// Browsers have a precise clock in cross-origin isolated pages only.
const ISOLATED = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const node = (file, ...args) =>
  execFileSync(process.execPath, ["--expose-gc", here(file), ...args], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });
const logStep = (text) => console.error(text);

const browser = await chromium.launch({
  executablePath: process.env.B24_CHROMIUM,
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});

// First, since the other measurements leave work for the machine.
logStep("the first user of a page");
const firstUser = await measureFirstUser({ browser, folder, portal });

logStep("the first user of a second visit");
const second = await secondVisit({ browser, folder, portal, latency: 50 });

logStep("reading, in Node");
const inNode = JSON.parse(node("node.mjs", folder, SIZES.join(",")));
logStep("memory, in Node");
const memory = {};
const folderOfBodies = mkdtempSync(join(tmpdir(), "b24-bench-"));
for (const count of MEMORY_SIZES)
  writeFileSync(join(folderOfBodies, String(count)), body({ count, form: "array" }).bytes);
for (const contender of ["JSON.parse", "b24-users"]) {
  memory[contender] = MEMORY_SIZES.map((count) => {
    const file = join(folderOfBodies, String(count));
    const growths = Array.from({ length: 3 }, () =>
      Number(node("memory.mjs", folder, contender, file, String(count))),
    );
    return growths.sort((a, b) => a - b)[1];
  });
}
rmSync(folderOfBodies, { recursive: true });

logStep("reading, in Chromium");
const { outputFiles } = await build({
  entryPoints: [here("page.mjs")],
  alias: { "b24-users": `${folder}/dist/index.js` },
  bundle: true,
  format: "iife",
  platform: "browser",
  write: false,
});
const server = await serve(folder, {
  "/bench.js": { body: outputFiles[0].text, headers: ISOLATED },
  "/bench.html": {
    body: "<!doctype html><meta charset=utf-8><script src=/bench.js></script>",
    headers: ISOLATED,
  },
});
const page = await browser.newPage();
page.setDefaultTimeout(0);
await page.goto(`${server.origin}/bench.html`);
const inChromium = await page.evaluate((sizes) => window.measureReading(sizes), SIZES);
logStep("long tasks");
const tasks = await page.evaluate((count) => window.measureLongTasks(count), 10_000);
const ends = [];
// The operating time of earlier requests must not block later ones.
await fetch(`${portal.origin}/__portal/limits`, {
  method: "PUT",
  body: JSON.stringify({ costPerUserMs: 0 }),
});
for (const latency of [0, 50, 200]) {
  logStep(`complete calls, at ${latency} ms`);
  ends.push(
    ...(await page.evaluate(
      ([portal, latency]) => window.measureEndToEnd(portal, latency),
      [portal, latency],
    )),
  );
}
const engines = { node: process.version, chromium: browser.version() };
await browser.close();
await server.close();

writeFileSync(
  target,
  render({
    inNode,
    inChromium,
    memory,
    tasks,
    firstUser,
    second,
    ends,
    engines,
    cpu: cpus()[0].model,
    cores: cpus().length,
    sizes: SIZES,
  }),
);
