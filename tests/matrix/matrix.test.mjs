// The packed package where its users work. B24_MATRIX says in which of the environments of environments.json.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, test } from "node:test";

import { check } from "./support/check.mjs";
import { available, chosen } from "./support/environments.mjs";
import { PAGE, declaredPart, pageOf } from "./support/table.mjs";

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
  if (process.env.BLESS) {
    const lacking = available.filter(({ name }) => !(name in ranIn));
    assert.deepEqual(lacking.map(({ name }) => name), [], "have not passed");
    writeFileSync(PAGE, pageOf(ranIn));
  }
  assert.equal(declaredPart(readFileSync(PAGE, "utf8")), declaredPart(pageOf({})));
});
