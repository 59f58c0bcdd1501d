// Components in an application whose bundler drops property reads without a visible effect.
import assert from "node:assert/strict";
import { test } from "node:test";

import { rollup } from "rollup";

import { App } from "../package/support/app.mjs";
import { launch } from "../package/support/browser.mjs";
import { serve } from "../package/support/serve.mjs";
import { bundle, FRAMEWORKS } from "./support/bundle.mjs";
import { ComponentPage } from "./support/component-page.mjs";

/** A script after Rollup's strictest tree-shaking. */
async function shake(script) {
  const source = { name: "source", resolveId: (id) => id, load: () => script };
  const build = await rollup({ input: "app.js", plugins: [source], treeshake: "smallest" });
  const { output } = await build.generate({ format: "es" });
  return output[0].code;
}

test("Vue components are updated after Rollup's smallest tree-shaking", async (t) => {
  const app = new App();
  t.after(() => app.remove());
  const { page, folder } = FRAMEWORKS["Vue 3"];
  const script = await shake(await bundle(page, { folder, packages: app.folder }));
  const body = '<!doctype html><div id="app"></div><script type="module" src="page.js"></script>';
  const server = await serve(app.folder, {
    "/favicon.ico": { body: "" },
    "/": { body },
    "/page.js": { body: script },
  });
  t.after(() => server.close());
  const browser = await launch();
  t.after(() => browser.close());

  const componentPage = await ComponentPage.open(browser, server.origin);
  await componentPage.start({ people: [["a", 4]], list: [4, 5] });
  await componentPage.waitForAll("ready");
  const [[place, id]] = await componentPage.people();
  assert.deepEqual([place, id], ["a", "4"]);
  await componentPage.page.waitForSelector("#list[data-status=ready]", { state: "attached" });
  assert.deepEqual(await componentPage.list(), [[4, 5], [], []]);
});
