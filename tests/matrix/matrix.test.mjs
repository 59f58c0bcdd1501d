// The packed package where its users work. B24_MATRIX says in which of the environments of environments.json.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { after, describe, test } from "node:test";

import { check } from "./support/check.mjs";
import { chosen } from "./support/environments.mjs";
import { declaredPart, pageOf, written } from "./support/table.mjs";

const LIMIT_MS = 300_000;
const ranIn = {};

describe("environments", { concurrency: 2 }, () => {
  for (const environment of chosen(process.env.B24_MATRIX ?? "fast")) {
    test(`${environment.name}: ${environment.title}`, { timeout: LIMIT_MS }, async ({ signal }) => {
      ranIn[environment.name] = await check(environment, signal);
    });
  }
});

test("docs/matrix.md lists the environments as they are declared (`cargo xtask matrix --bless` writes it)", () => {
  assert.equal(declaredPart(pageOf({})), declaredPart(written()));
});

after(() => {
  const folder = new URL("../../target/matrix/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL("passed.json", folder), JSON.stringify(ranIn));
});
