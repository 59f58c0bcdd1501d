// The examples of the README and of the declarations, type-checked in strict mode.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { App } from "./support/app.mjs";
import { examplesIn } from "./support/examples.mjs";

const TSC = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
const FLAGS = [
  ..."--noEmit --strict --noUncheckedIndexedAccess --target es2022 --lib es2022,dom,dom.iterable --module nodenext".split(
    " ",
  ),
  ...["--types", ""],
];
/** The globals that the examples assume. */
const APPLICATION = `
declare const { createClient, fromB24Frame, fromBX24, isB24Error, isPartialResultError, presenceOf, websiteHref }: typeof import("b24-users");
declare const b24: import("b24-users").Client;
declare const BX24: import("b24-users").BX24Like;
declare const initializeB24Frame: () => Promise<import("b24-users").B24FrameLike>;
declare const user: import("b24-users").User;
declare const ids: number[];
declare const task: { responsibleId: number };
declare const error: unknown;
declare const signal: AbortSignal;
declare const accessToken: string, portal: string, auth: string;
declare const myBackend: { bitrixToken(): Promise<string> };
declare const bar: HTMLProgressElement;
declare const worker: Worker;
declare const show: (shown: unknown) => void;
declare const hush: () => void, signInAgain: () => void, showRetryButton: () => void;
`;

let app;
before(() => (app = new App()));
after(() => app.remove());

/** @type {[file: string, minExamples: number][]} */
const FILES = [
  ["README.md", 10],
  ["dist/index.d.ts", 25],
  ["dist/slim.d.ts", 1],
  ["dist/element.d.ts", 2],
];

for (const [file, minExamples] of FILES) {
  test(`the examples of ${file}`, () => {
    const text = readFileSync(join(app.folder, "node_modules/b24-users", file), "utf8");
    // tests/matrix runs the examples that are tests with their test runners.
    const examples = examplesIn(text).filter((example) => !/^test\(/m.test(example));
    assert.ok(examples.length >= minExamples, `only ${examples.length} examples are found`);
    const folder = file.replace(/\W/g, "-");
    mkdirSync(join(app.folder, folder));
    const files = examples.map((example, at) =>
      app.write(`${folder}/${at}.mts`, `${example}\nexport {};\n`),
    );
    files.push(app.write(`${folder}/application.d.ts`, APPLICATION));
    const { status, stdout } = spawnSync(process.execPath, [TSC, ...FLAGS, ...files], {
      cwd: app.folder,
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout);
  });
}
