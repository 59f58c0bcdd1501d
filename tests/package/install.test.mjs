// The tarball in an empty project: its files, and the entry `slim`. tests/matrix covers runtimes
// and bundlers.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { portal } from "./support/portal.mjs";

let app;
before(() => (app = new App()));
after(() => app.remove());

const options = JSON.stringify({ portal: portal.origin, auth: portal.accessToken });
const lines = `const b24 = createClient(${options});
b24.getUsers([4, 5, 999]).then(({ users, missing }) => console.log(users.map((user) => user.name).join(", "), missing));`;

test("slim works with the module's bytes", () => {
  const printed = app.run(
    "slim.mjs",
    `import { createClient, init } from "b24-users/slim";
import { readFile } from "node:fs/promises";
await init(await readFile(new URL(import.meta.resolve("b24-users/b24.wasm"))));
${lines}`,
  );
  assert.equal(printed, "Emily Smith, John Johnson [ 999 ]\n");
});

test("tools that read only `main` of an entry get CommonJS", () => {
  const entries = ["js", "slim", "testing", "element"];
  const printed = app.run(
    "main.cjs",
    `for (const name of ${JSON.stringify(entries)}) {
  const exported = require("./node_modules/b24-users/" + name);
  console.log(name, Object.keys(exported).filter((key) => /^(create|define)/.test(key)).join());
}`,
    // Newer versions of Node load ES modules by `require`.
    "--no-experimental-require-module",
  );
  assert.equal(
    printed,
    "js createClient\nslim createClient\ntesting createFakePortal\nelement defineUserElement\n",
  );
});

test("slim without its module rejects with NOT_INITIALIZED", () => {
  const printed = app.run(
    "slim-without.mjs",
    `import { createClient } from "b24-users/slim";
const b24 = createClient(${options});
b24.getUsers([4]).catch((error) => console.log(error.kind, error.code));`,
  );
  assert.equal(printed, "load NOT_INITIALIZED\n");
});

test("importing the package has no side effects", () => {
  const printed = app.run(
    "nothing.mjs",
    `const before = Object.getOwnPropertyNames(globalThis).length;
globalThis.fetch = WebAssembly.instantiate = WebAssembly.compile = () => { throw new Error("too early"); };
const { createClient } = await import("b24-users");
createClient(${options});
console.log(Object.getOwnPropertyNames(globalThis).length - before, process.getActiveResourcesInfo().filter((name) => name === "Timeout").length);`,
  );
  assert.equal(printed, "0 0\n");
});

test("the module contains no path of the build machine", () => {
  const module = readFileSync(
    join(app.folder, "node_modules", "b24-users", "dist", "b24.wasm"),
    "latin1",
  );
  for (const folder of [homedir(), process.cwd()])
    assert.ok(!module.includes(`${folder}/`), folder);
});

test("the package has no dependencies and contains the expected files only", () => {
  const folder = join(app.folder, "node_modules", "b24-users");
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  assert.deepEqual(
    [manifest.dependencies, manifest.scripts, manifest.devDependencies],
    [undefined, undefined, undefined],
  );
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  const golden = readFileSync(new URL("../golden/tarball.txt", import.meta.url), "utf8")
    .trim()
    .split("\n");
  assert.deepEqual(files, golden);
});
