import assert from "node:assert/strict";
import { test } from "node:test";

import { addressProblems, changelogProblems } from "./release.mjs";

test("the version needs a dated section", () => {
  const changelog = "# Changelog\n## [Unreleased]\n## [1.2.0] - 2026-12-31\n## [1.1.0]\n";
  const count = (version) => changelogProblems(changelog, version).length;
  assert.deepEqual(["1.2.0", "1.1.0", "1.2"].map(count), [0, 1, 1]);
});

test("addresses must be real", () => {
  const manifest = (address) => ({
    repository: { url: `git+${address}` },
    homepage: address,
    bugs: { url: address },
  });
  assert.deepEqual(addressProblems(manifest("https://github.com/owner/b24-users")), []);
  assert.deepEqual(addressProblems(manifest("https://github.com")), []);
  for (const address of ["https://example.com/x", "http://github.com/x", "", "https://localhost"])
    assert.equal(addressProblems(manifest(address)).length, 3, address);
  assert.equal(addressProblems({}).length, 3);
});
