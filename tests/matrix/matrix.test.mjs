// The packed package in the environments of environments.json that B24_MATRIX selects.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, test } from "node:test";

import { ranIn, recordPass } from "./support/app.mjs";
import { check } from "./support/check.mjs";
import { available, chosen } from "./support/environments.mjs";
import { PAGE, declaredPart, pageOf } from "./support/table.mjs";

// Stops hanging environments. Durations are not tested.
const TIMEOUT_MS = 600_000;

describe("environments", { concurrency: 2 }, () => {
  for (const environment of chosen(process.env.B24_MATRIX ?? "fast")) {
    test(`${environment.name}: ${environment.title}`, { timeout: TIMEOUT_MS }, async ({
      signal,
    }) => {
      recordPass(environment, await check(environment, signal));
    });
  }
});

test("docs/matrix.md lists the declared environments (`cargo xtask matrix --bless` writes it)", () => {
  if (process.env.BLESS) {
    const failed = available.filter((environment) => ranIn(environment) === undefined);
    assert.deepEqual(
      failed.map(({ name }) => name),
      [],
      "these have not passed with this package",
    );
    writeFileSync(PAGE, pageOf(ranIn));
  }
  assert.ok(
    declaredPart(readFileSync(PAGE, "utf8")) === declaredPart(pageOf(() => "")),
    "docs/matrix.md is out of date",
  );
});
