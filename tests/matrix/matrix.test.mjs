// The packed package where its users work. B24_MATRIX says in which of the environments of environments.json.
import { mkdirSync, writeFileSync } from "node:fs";
import { after, describe, test } from "node:test";

import { check } from "./support/check.mjs";
import { chosen } from "./support/environments.mjs";

const LIMIT_MS = 300_000;
const results = [];

describe("environments", { concurrency: 2 }, () => {
  for (const environment of chosen(process.env.B24_MATRIX ?? "fast")) {
    test(environment.title, { timeout: LIMIT_MS }, async ({ signal }) => {
      await check(environment, signal);
      results.push(environment.name);
    });
  }
});

after(() => {
  const folder = new URL("../../target/matrix/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL("passed.json", folder), JSON.stringify(results));
});
