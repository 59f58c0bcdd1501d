// Usage: node tests/bench/loading.mjs <package: a tarball or folder> [--rounds 30] [--latency 50]
//          [--browser chromium,firefox]
// Prints what starts when on a cold page, in milliseconds from the start of the navigation: medians
// and quartiles, as a Markdown table. The browsers are at B24_CHROMIUM and B24_FIREFOX.
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { launch, launchFirefox } from "../package/support/browser.mjs";
import { startServer } from "../package/support/serve.mjs";
import { quartiles } from "./quantiles.mjs";
import { body } from "./response-body.mjs";
import { serveCompressed } from "./serve-compressed.mjs";
import { unpack } from "./unpack.mjs";

const BROWSERS = { chromium: launch, firefox: launchFirefox };

/** The rows of the table by the names of their times. */
const STAGES = {
  scriptRequested: "the script is requested",
  scriptReceived: "the script has been received",
  evaluated: "the script is compiled, and runs",
  called: "`getUsers` is called",
  decoding: "the module's text is being decoded",
  compiling: "the module is being compiled",
  instantiating: "the module is being instantiated",
  instantiated: "the module runs",
  requestSent: "the request for users is sent",
  responseReceived: "the response has been received",
  firstUser: "the first user",
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "30" },
    latency: { type: "string", default: "50" },
    browser: { type: "string", default: "chromium,firefox" },
  },
});
const latency = Number(values.latency);

/**
 * Marks the work of the platform. The decoder is compiled by `WebAssembly.Module`, the module by
 * `instantiate`, which is separated into its two steps. `fetch` stays as it is: the package treats
 * a replaced one differently.
 */
function markLoading() {
  const { compile, instantiate, Module } = WebAssembly;
  WebAssembly.Module = new Proxy(Module, {
    construct(target, [bytes]) {
      performance.mark("decoding");
      return new target(bytes);
    },
  });
  /** @type {any} */ (WebAssembly).instantiate = async (input, imports) => {
    performance.mark("compiling");
    const module = input instanceof Module ? input : await compile(input);
    performance.mark("instantiating");
    const instance = await instantiate(module, imports);
    performance.mark("instantiated");
    return { module, instance };
  };
}

const { bytes } = body({ count: 5, form: "object" });
const portal = await startServer((request, response) => {
  request.resume();
  setTimeout(() => {
    const headers = { "Access-Control-Allow-Origin": "*", "Timing-Allow-Origin": "*" };
    response.writeHead(200, { "Content-Type": "application/json", ...headers });
    response.end(bytes);
  }, latency);
});
const { outputFiles } = await build({
  stdin: {
    contents: `import { createClient } from "b24-users";
const b24 = createClient({ portal: "${portal.origin}", auth: "token" });
performance.mark("called");
const { users } = await b24.getUsers([1, 2, 3, 4, 5]);
if (users.length !== 5) throw new Error("users are missing");
performance.mark("firstUser");
// The browser reports a request some time after its response.
await new Promise((resolve) => setTimeout(resolve, 100));
const times = Object.fromEntries(performance.getEntriesByType("mark")
  .map(({ name, startTime }) => [name, startTime]));
const [script, request] = ["/app.js", "/rest/im.user.list.get"].map((path) =>
  performance.getEntriesByType("resource").find(({ name }) => name.endsWith(path)));
console.log(JSON.stringify({ ...times, scriptRequested: script.startTime,
  scriptReceived: script.responseEnd, requestSent: request.startTime,
  responseReceived: request.responseEnd }));`,
    resolveDir: import.meta.dirname,
  },
  alias: { "b24-users": `${unpack(positionals[0])}/dist/index.js` },
  banner: { js: 'performance.mark("evaluated");' },
  bundle: true,
  minify: true,
  format: "esm",
  write: false,
});
const html = `<!doctype html><meta charset=utf-8><script>(${markLoading})()</script>
<script type=module src=/app.js></script>`;
const pages = { "/": { body: html }, "/app.js": { body: outputFiles[0].text } };
const server = await serveCompressed(import.meta.dirname, pages, { delay: () => latency });

async function visit(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const failed = new Promise((_, reject) => page.on("pageerror", reject));
  const logged = page.waitForEvent("console", (message) => message.type() === "log");
  const [message] = await Promise.race([Promise.all([logged, page.goto(server.origin)]), failed]);
  await context.close();
  return JSON.parse(message.text());
}

const columns = [];
for (const name of values.browser.split(",")) {
  const browser = await BROWSERS[name]();
  const visits = [];
  // The first round warms the browser up.
  for (let round = -1; round < Number(values.rounds); round += 1) {
    const times = await visit(browser);
    if (round >= 0) visits.push(times);
  }
  columns.push([
    `${name} ${browser.version()}`,
    ...Object.keys(STAGES).map((stage) => {
      const { low, median, high } = quartiles(visits.map((times) => times[stage]));
      return `${median.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`;
    }),
  ]);
  await browser.close();
}
const rows = ["", ...Object.values(STAGES)].map((label, index) => [
  label,
  ...columns.map((column) => column[index]),
]);
rows.splice(1, 0, ["---", ...columns.map(() => "---")]);
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
await server.close();
await portal.close();
