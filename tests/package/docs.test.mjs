// The examples of the README, of the guides and of the declarations, executed unchanged.
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { application, examplesIn, moduleOf } from "./support/examples.mjs";
import { portal } from "./support/portal.mjs";

const GUIDES = fileURLToPath(new URL("../../docs/guides", import.meta.url));

let app;
const pending = [];
before(async () => {
  app = new App();
  Object.assign(globalThis, application(await app.import(), portal, pending), {
    console: { ...console, log() {}, debug() {} },
  });
});
after(() => app.remove());

/** @type {[file: string, minExamples: number][]} */
const FILES = [
  ["README.md", 10],
  ["dist/index.d.ts", 25],
  ["dist/persist.d.ts", 1],
];
for (const name of readdirSync(GUIDES)) FILES.push([join(GUIDES, name), 0]);

for (const [file, minExamples] of FILES) {
  test(`the examples of ${basename(file)}`, async (t) => {
    const path = isAbsolute(file) ? file : join(app.folder, "node_modules/b24-users", file);
    const text = await readFile(path, "utf8");
    // tests/matrix runs the examples that are tests with their test runners.
    const examples = examplesIn(text).filter((example) => !/^test\(/m.test(example));
    assert(examples.length >= minExamples, `only ${examples.length} examples are found`);
    for (const [index, example] of examples.entries()) {
      await t.test(example.trim().split("\n").at(-1), async () => {
        await import(
          pathToFileURL(
            app.write(
              `example-${basename(file).replace(/\W/g, "-")}-${index}.mjs`,
              moduleOf(example, portal),
            ),
          ).href
        );
        await Promise.all(pending.splice(0));
      });
    }
  });
}
