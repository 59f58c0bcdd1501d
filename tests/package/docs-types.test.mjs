// The examples of the README, of the guides and of the declarations compile as strict TypeScript.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { App } from "./support/app.mjs";
import { examplesIn } from "./support/examples.mjs";

const TSC = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
const GUIDES = fileURLToPath(new URL("../../docs/guides", import.meta.url));
const REACT_TYPES = fileURLToPath(new URL("../../node_modules/@types/react", import.meta.url));
const FLAGS = [
  ..."--noEmit --strict --noUncheckedIndexedAccess --target es2022 --lib es2022,dom,dom.iterable --module nodenext".split(
    " ",
  ),
  ...["--types", ""],
];
/** The globals that the examples assume. */
const APPLICATION = `
declare const { createClient, fromB24Frame, fromBX24, initialsOf, isB24Error, isChat, isPartialResultError, presenceOf, textColorOn, websiteHref }: typeof import("b24-users");
declare const b24: import("b24-users").Client;
declare const BX24: import("b24-users").BX24Like & {
  userOption: { get(name: string): string | undefined; set(name: string, value: string): void };
};
declare const initializeB24Frame: () => Promise<import("b24-users").B24FrameLike>;
declare const user: import("b24-users").User;
declare const ids: number[];
declare const task: { responsibleId: number };
declare const dialogId: string;
declare const session: { userId: number };
declare const error: unknown;
declare const signal: AbortSignal;
declare const accessToken: string, portal: string, auth: string;
declare const myBackend: {
  bitrixToken(): Promise<string>;
  refreshToken(): Promise<{ access_token: string; expires: number; client_endpoint: string }>;
};
declare const bar: HTMLProgressElement;
declare const worker: Worker;
declare const show: (shown: unknown) => void;
declare const hush: () => void, signInAgain: () => void, showRetryButton: () => void;
`;

let app;
before(() => (app = new App()));
after(() => app.remove());

/**
 * Compiles examples as modules of an application.
 * @param {string} folder
 * @param {"mts" | "tsx"} extension
 * @param {string[]} examples
 * @param {string} application
 * @param {string[]} flags
 */
function compile(folder, extension, examples, application, ...flags) {
  mkdirSync(join(app.folder, folder));
  const files = examples.map((example, at) =>
    app.write(`${folder}/${at}.${extension}`, `${example}\nexport {};\n`),
  );
  files.push(app.write(`${folder}/application.d.ts`, application));
  const { status, stdout } = spawnSync(process.execPath, [TSC, ...flags, ...FLAGS, ...files], {
    cwd: app.folder,
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout);
}

/** @param {string} file */
const read = (file) =>
  readFileSync(isAbsolute(file) ? file : join(app.folder, "node_modules/b24-users", file), "utf8");

/** @type {[file: string, minExamples: number][]} */
const FILES = [
  ["README.md", 10],
  ["dist/index.d.ts", 25],
  ["dist/slim.d.ts", 1],
  ["dist/element.d.ts", 2],
  ["dist/persist.d.ts", 1],
];
for (const name of readdirSync(GUIDES)) FILES.push([join(GUIDES, name), 0]);

for (const [file, minExamples] of FILES) {
  test(`the examples of ${basename(file)}`, () => {
    // tests/matrix runs the examples that are tests with their test runners.
    const examples = examplesIn(read(file)).filter((example) => !/^test\(/m.test(example));
    assert.ok(examples.length >= minExamples, `only ${examples.length} examples are found`);
    if (examples.length === 0) return;
    compile(basename(file).replace(/\W/g, "-"), "mts", examples, APPLICATION);
  });
}

test("the examples of README.md in TSX", () => {
  const types = join(app.folder, "node_modules/@types");
  mkdirSync(types);
  symlinkSync(REACT_TYPES, join(types, "react"));
  const examples = examplesIn(read("README.md"), "tsx");
  assert.ok(examples.length > 0);
  compile("tsx", "tsx", examples, APPLICATION, "--jsx", "react-jsx");
});
