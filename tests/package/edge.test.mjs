// The entries of edge runtimes, whose bundlers compile the module or import it in another form.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";

import { App } from "./support/app.mjs";
import { portal } from "./support/portal.mjs";

const OPTIONS = { portal: portal.origin, auth: portal.accessToken };
/** Values other than a module that tools provide for an import of a `.wasm` file. */
const NOT_MODULES = {
  "an address": '"/assets/b24.wasm"',
  bytes: "new Uint8Array([0, 97, 115, 109])",
  "an instance's exports": "{ memory: {} }",
  nothing: "undefined",
};

let app;
let bundles = 0;
before(() => {
  app = new App();
});
after(() => app.remove());

/** The package as an edge runtime's build bundles it. `wasm` is the code of the imported module. */
async function importBundle(condition, wasm) {
  const wasmFiles = {
    name: "wasm-files",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path }) => ({ path, namespace: "wasm" }));
      onLoad({ filter: /.*/, namespace: "wasm" }, () => ({ contents: wasm }));
    },
  };
  const { outputFiles } = await build({
    stdin: { contents: 'export * from "b24-users";', resolveDir: app.folder },
    bundle: true,
    format: "esm",
    platform: "neutral",
    external: ["node:fs"],
    conditions: [condition],
    plugins: [wasmFiles],
    write: false,
  });
  bundles += 1;
  const file = app.write(`edge-${bundles}.mjs`, outputFiles[0].text);
  return import(pathToFileURL(file).href);
}

for (const condition of ["workerd", "edge-light"]) {
  test(`${condition}: a compiled module is used`, async () => {
    const file = JSON.stringify(join(app.folder, "node_modules/b24-users/dist/b24.wasm"));
    const { createClient } = await importBundle(
      condition,
      `import { readFileSync } from "node:fs";
export default new WebAssembly.Module(readFileSync(${file}));`,
    );
    const { users } = await createClient(OPTIONS).getUsers([4]);
    assert.equal(users[0].name, "Emily Smith");
  });

  for (const [name, code] of Object.entries(NOT_MODULES)) {
    test(`${condition}: ${name} in place of the module is LOAD_FAILED`, async () => {
      const { createClient } = await importBundle(condition, `export default ${code};`);
      await assert.rejects(createClient(OPTIONS).getUsers([4]), {
        name: "B24Error",
        kind: "load",
        code: "LOAD_FAILED",
        retryable: false,
        message: /not a WebAssembly\.Module.*"b24-users\/js"/,
      });
    });
  }
}
