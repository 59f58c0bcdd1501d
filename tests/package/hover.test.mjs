// What editors show for the declarations.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import ts from "typescript-5.9";

import { App } from "./support/app.mjs";

let app;
before(() => (app = new App()));
after(() => app.remove());

const SOURCE = `
import { type Client, isB24Error } from "b24-users";
declare const error: unknown;
declare const client: Client;
if (isB24Error(error) && error.code === "") client.getUsers([4]);
`;

function languageService() {
  const main = join(app.folder, "main.mts");
  const read = (file) => (file === main ? SOURCE : readFileSync(file, "utf8"));
  const exists = (file) => file === main || existsSync(file);
  return ts.createLanguageService({
    getCompilationSettings: () => ({
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      strict: true,
      types: [],
    }),
    getScriptFileNames: () => [main],
    getScriptVersion: () => "1",
    getScriptSnapshot: (file) =>
      exists(file) ? ts.ScriptSnapshot.fromString(read(file)) : undefined,
    getCurrentDirectory: () => app.folder,
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: exists,
    readFile: read,
  });
}

test("hovering Client shows one text, and there is one definition to go to", () => {
  const service = languageService();
  const main = join(app.folder, "main.mts");
  const hover = (word) => {
    const offset = SOURCE.lastIndexOf(word);
    const { documentation } = service.getQuickInfoAtPosition(main, offset);
    const count = service.getDefinitionAtPosition(main, offset).length;
    return [ts.displayPartsToString(documentation), count];
  };
  assert.deepEqual(hover("Client;"), ["A client of one portal.", 1]);
  assert.deepEqual(hover("getUsers"), ["Gets users by their ids.", 1]);
});

test("editors complete the codes of errors", () => {
  const offset = SOURCE.indexOf('""') + 1;
  const file = join(app.folder, "main.mts");
  const { entries } = languageService().getCompletionsAtPosition(file, offset, {});
  const codes = entries.map(({ name }) => name);
  for (const code of ["INVALID_ID", "expired_token", "WASM_FORBIDDEN"]) {
    assert.ok(codes.includes(code), codes.join());
  }
});
