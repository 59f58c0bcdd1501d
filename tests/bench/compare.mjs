// Usage: node tests/bench/compare.mjs <package A> <package B> [--rounds 60] [--sizes 500,5000]
//          [--latencies 50] [--only size,node,chromium,first-user]
// Compares two builds of the package, each a tarball or a folder, in paired rounds: within a round
// both do the same task, in random order. The result is the difference within the rounds.
// Prints a Markdown table. Chromium is at B24_CHROMIUM, by default /usr/bin/chromium.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { chromium } from "playwright-core";

import { startServer, serve } from "../package/support/serve.mjs";
import { pairedReading, shuffled } from "./paired-reading.mjs";
import { quantile } from "./quantiles.mjs";
import { body } from "./response-body.mjs";
import { unpack } from "./unpack.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "60" },
    sizes: { type: "string", default: "500,5000" },
    latencies: { type: "string", default: "50" },
    only: { type: "string", default: "size,node,chromium,first-user" },
  },
});
const rounds = Number(values.rounds);
const sizes = values.sizes.split(",").map(Number);
const latencies = values.latencies.split(",").map(Number);
const parts = values.only.split(",");

const scratch = mkdtempSync(join(tmpdir(), "b24-compare-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const folders = positionals.map(unpack);
if (folders.length !== 2) throw new Error("expected two packages: tarballs or folders");

const median = (values) => quantile(values, 0.5);

const rows = [];
/** Adds a row for pairs `[a, b]` of milliseconds. */
function report(what, pairs) {
  const differences = pairs.map(([a, b]) => a - b);
  const ratios = pairs.map(([a, b]) => b / a);
  const two = (number) => number.toFixed(2);
  rows.push([
    what,
    pairs.length,
    ...[0, 1].map((index) => two(median(pairs.map((pair) => pair[index])))),
    `${two(median(differences))} (${two(quantile(differences, 0.25))} to ${two(quantile(differences, 0.75))})`,
    `${two(median(ratios))} (${two(quantile(ratios, 0.25))} to ${two(quantile(ratios, 0.75))})`,
  ]);
}

/** Bundles `contents`, in which `a` and `b` are the packages. */
async function bundle(contents, options) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    alias: { a: join(folders[0], "dist/index.js"), b: join(folders[1], "dist/index.js") },
    bundle: true,
    write: false,
    logLevel: "error",
    ...options,
  });
  return outputFiles[0].text;
}

async function compareSizes() {
  const apps = ["a", "b"].map((name) =>
    bundle(
      `import { createClient } from "${name}"; createClient({ auth: token }).getUsers([1]).then(console.log);`,
      {
        minify: true,
        format: "esm",
      },
    ),
  );
  const [a, b] = (await Promise.all(apps)).map((app) => brotliCompressSync(app).length);
  rows.push(["an app, bytes (brotli)", 1, a, b, a - b, (b / a).toFixed(3)]);
}

async function compareReadingInNode() {
  const clients = await Promise.all(
    folders.map((folder) => import(pathToFileURL(join(folder, "dist/index.js")).href)),
  );
  const pairs = await pairedReading(
    clients.map(({ createClient }) => createClient),
    sizes,
    rounds,
  );
  for (const [what, times] of pairs) report(`Node, ${what}`, times);
}

async function compareReadingInChromium(browser) {
  const script = await bundle(
    `import { createClient as a } from "a";
import { createClient as b } from "b";
import { pairedReading, shuffled } from "./paired-reading.mjs";
window.compare = (sizes, rounds) => pairedReading([a, b], sizes, rounds);`,
    { format: "iife" },
  );
  // Browsers have a precise clock in cross-origin isolated pages only.
  const headers = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  };
  const server = await serve(scratch, {
    "/": { body: "<!doctype html><meta charset=utf-8><script src=/compare.js></script>", headers },
    "/compare.js": { body: script, headers },
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(`${server.origin}/`);
  const pairs = await page.evaluate(
    ([sizes, rounds]) => window.compare(sizes, rounds),
    [sizes, rounds],
  );
  for (const [what, times] of pairs) report(`Chromium, ${what}`, times);
  await page.close();
  await server.close();
}

/** Compares the first users of cold pages, for each latency and source of the token. */
async function compareFirstUsers(browser) {
  const { bytes } = body({ count: 5, form: "object" });
  let latency = 0;
  const portal = await startServer((request, response) => {
    request.resume();
    setTimeout(() => {
      response.writeHead(200, {
        "Content-Type": "application/json",
        "Access-Control-Allow-Origin": "*",
      });
      response.end(bytes);
    }, latency);
  });
  const tokens = {
    "a token": '"token"',
    "a token from a server": '{ getToken: async () => (await fetch("/token")).text() }',
  };
  const pages = { "/token": { body: "token" } };
  for (const [index, auth] of Object.values(tokens).entries()) {
    for (const name of ["a", "b"]) {
      const script = await bundle(
        `import { createClient } from "${name}";
const b24 = createClient({ portal: "${portal.origin}", auth: ${auth} });
const { users } = await b24.getUsers([1, 2, 3, 4, 5]);
console.log(users.length === 5 ? performance.now() : NaN);`,
        { minify: true, format: "esm" },
      );
      pages[`/${name}${index}.js`] = { body: script };
      pages[`/${name}${index}.html`] = {
        body: `<!doctype html><script type=module src=/${name}${index}.js></script>`,
      };
    }
  }
  const server = await serve(scratch, pages, { delay: () => latency });
  const firstUser = async (name) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    // The page reports by itself, since polling it would affect the measurement.
    const [message] = await Promise.all([
      page.waitForEvent("console"),
      page.goto(`${server.origin}/${name}.html`),
    ]);
    await context.close();
    return Number(message.text());
  };
  for (latency of latencies) {
    for (const [index, token] of Object.keys(tokens).entries()) {
      const pairs = [];
      // The first round warms the browser up.
      for (let round = -1; round < rounds; round += 1) {
        const pair = {};
        for (const name of shuffled(["a", "b"])) pair[name] = await firstUser(`${name}${index}`);
        if (round >= 0) pairs.push([pair.a, pair.b]);
      }
      report(`Chromium, first user of a cold page at ${latency} ms, ${token}`, pairs);
    }
  }
  await server.close();
  await portal.close();
}

if (parts.includes("size")) await compareSizes();
if (parts.includes("node")) await compareReadingInNode();
if (parts.includes("chromium") || parts.includes("first-user")) {
  const executablePath = process.env.B24_CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  if (parts.includes("first-user")) await compareFirstUsers(browser);
  if (parts.includes("chromium")) await compareReadingInChromium(browser);
  await browser.close();
}
const head = ["", "rounds", "A", "B", "A - B (quartiles)", "B / A (quartiles)"];
for (const row of [head, head.map(() => "---"), ...rows]) console.log(`| ${row.join(" | ")} |`);
process.exit();
