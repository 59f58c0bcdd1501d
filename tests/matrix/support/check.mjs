// Checks an environment: builds it, runs it or opens its pages, and compares the loaded users.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { serve } from "../../package/support/serve.mjs";
import { createApp } from "./app.mjs";
import { openExtension, openIn } from "./browsers.mjs";
import { run, serveBy } from "./commands.mjs";
import { copyCounter } from "./copies.mjs";

const EXPECTED = { users: ["Emily Smith", "John Johnson"], missing: [999] };

/** Runs the steps of an environment and returns its runtime. */
export async function check(environment, signal) {
  const folder = await createApp(environment, signal);
  const copies = copyCounter(folder);
  if (environment.build) await run(environment.build, folder, signal);
  if (environment.output)
    assert.equal(
      copies.inFolder(join(folder, environment.output)),
      1,
      `copies of the module in ${environment.output}`,
    );
  if (environment.empty)
    assert.match(
      readFileSync(join(folder, environment.empty), "utf8"),
      /^[\s;(){}=>]*$/,
      "unused imports are removed",
    );
  if (environment.test) await run(environment.test, folder, signal);
  if (environment.run) {
    const printed = await run(environment.run, folder, signal);
    assert.deepEqual(JSON.parse(printed.trim().split("\n").at(-1)), EXPECTED);
  }
  if (environment.extension) {
    const { outcome, engine } = await openExtension(join(folder, environment.extension));
    assert.deepEqual(outcome, EXPECTED);
    return engine;
  }
  if (environment.serve || environment.server)
    return checkServer(environment, folder, copies, signal);
  return (
    environment.in ?? (await run("node --version", folder, signal)).trim().replace("v", "Node ")
  );
}

/** Starts the environment's server, or one for its folder, and checks its pages. */
async function checkServer(environment, folder, copies, signal) {
  const { serve: served, server: command, answers = [], pages = served ? ["/"] : [] } = environment;
  const server =
    served === undefined
      ? await serveBy(command, folder, signal)
      : await serveFolder(join(folder, served), environment.script);
  let engine;
  try {
    for (const path of answers) {
      const response = await fetch(server.origin + path, { signal });
      const text = await response.text();
      assert.ok(
        response.ok,
        `${path}: ${response.status}\n${text.slice(0, 2000)}\n${server.printed?.()}`,
      );
      assert.deepEqual(JSON.parse(text), EXPECTED, path);
    }
    for (const path of pages) {
      const seen = await openIn(environment.browser ?? "chromium", server.origin + path);
      engine = seen.engine;
      assert.deepEqual(
        seen.outcome,
        EXPECTED,
        `${path}: ${JSON.stringify(seen)}\n${server.printed?.()}`,
      );
      assert.deepEqual(seen.pageErrors, [], path);
      if (seen.loaded && !environment.output) {
        const loaded = seen.loaded.reduce((sum, bytes) => sum + copies.inBytes(bytes), 0);
        assert.equal(loaded, 1, `${path}: copies of the module that the page loads`);
      }
    }
    return [engine, answers.length > 0 && (environment.in ?? `Node ${process.versions.node}`)]
      .filter(Boolean)
      .join(", ");
  } finally {
    await server.close();
  }
}

/** Serves a folder. Bundles without a page get a minimal one. */
function serveFolder(folder, script = "module") {
  const type = script === "module" ? ' type="module"' : " defer";
  const page = `<!doctype html><meta charset="utf-8"><title>app</title><body><script${type} src="main.js"></script>`;
  const own = existsSync(join(folder, "index.html"));
  return serve(folder, { "/favicon.ico": { body: "" }, ...(own ? {} : { "/": { body: page } }) });
}
