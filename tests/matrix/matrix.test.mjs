// The packed package where its users work. B24_MATRIX says in which of the environments of
// environments.json.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, test } from "node:test";

import { ranIn, recordPass } from "./support/app.mjs";
import { check } from "./support/check.mjs";
import { available, chosen } from "./support/environments.mjs";
import { PAGE, declaredPart, pageOf } from "./support/table.mjs";

// Against what never ends; how long things take is nothing that is tested here.
const LIMIT_MS = 600_000;

describe("environments", { concurrency: 2 }, () => {
  for (const environment of chosen(process.env.B24_MATRIX ?? "fast")) {
    test(`${environment.name}: ${environment.title}`, { timeout: LIMIT_MS }, async ({ signal }) => {
      recordPass(environment, await check(environment, signal));
    });
  }
});

test("docs/matrix.md lists the environments as they are declared (`cargo xtask matrix --bless` writes it)", () => {
  if (process.env.BLESS) {
    const lacking = available.filter((environment) => ranIn(environment) === undefined);
    assert.deepEqual(
      lacking.map(({ name }) => name),
      [],
      "these have not passed with this package",
    );
    writeFileSync(PAGE, pageOf(ranIn));
  }
  assert.ok(
    declaredPart(readFileSync(PAGE, "utf8")) === declaredPart(pageOf(() => "")),
    "it does not",
  );
});
