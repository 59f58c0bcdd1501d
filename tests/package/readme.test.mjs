// The README's test examples are the files that the matrix runs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

for (const example of ["testing-vitest/users.test.js", "testing-jest/users.test.cjs"]) {
  test(`${example} is in the README`, () => {
    assert.ok(
      read("pkg-template/README.md").includes(
        `\`\`\`js\n${read(`tests/matrix/apps/${example}`)}\`\`\``,
      ),
    );
  });
}
