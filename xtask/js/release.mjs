// Usage: node release.mjs repository|tarball VERSION
// Checks what a release needs: version, changelog, addresses and working tree, or the packed files.
import { readFileSync } from "node:fs";

import * as licenses from "./licenses.mjs";
import { failIfAny, isMain, outputOf } from "./lib.mjs";

const TARBALL = "target/npm/b24-users.tgz";

/** The version needs a section with a date: `## [1.2.3] - 2026-12-31`. */
export function changelogProblems(changelog, version) {
  const heading = `## [${version}] - `;
  const line = changelog.split("\n").find((line) => line.startsWith(heading)) ?? "";
  const hasDate = /^\d{4}-\d{2}-\d{2}$/.test(line.slice(heading.length));
  return hasDate ? [] : [`CHANGELOG.md has no ${heading}<date>`];
}

/** npm links to these addresses, and compares the repository with the workflow's. */
export function addressProblems(manifest) {
  const { repository, homepage, bugs } = manifest;
  const addresses = { repository: repository?.url, homepage, bugs: bugs?.url };
  const isReal = /^(git\+)?https:\/\/(?![^/]*example)[^/]*\.[^/]*(\/|$)/;
  const wrong = Object.entries(addresses).filter(([, address]) => !isReal.test(address ?? ""));
  return wrong.map(([name, address]) => `package.json: ${name} is no real address: ${address}`);
}

/** The tag must be new, or be this commit, as in the workflow that it starts. */
function tagProblems(version) {
  const tag = `v${version}`;
  const { GITHUB_REF_TYPE, GITHUB_REF_NAME } = process.env;
  const [tags, tagsHere] = [[], ["--points-at", "HEAD"]].map((options) =>
    outputOf("git", "tag", ...options).split("\n"),
  );
  if (tags.includes(tag) && !tagsHere.includes(tag))
    return [`${tag} is another commit; raise the version in Cargo.toml`];
  return GITHUB_REF_TYPE === "tag" && GITHUB_REF_NAME !== tag
    ? [`the tag ${GITHUB_REF_NAME} is not the version, ${tag}`]
    : [];
}

function repositoryProblems(version) {
  const changes = outputOf("git", "status", "--porcelain");
  return [
    ...addressProblems(JSON.parse(readFileSync("pkg-template/package.json", "utf8"))),
    ...changelogProblems(readFileSync("CHANGELOG.md", "utf8"), version),
    ...tagProblems(version),
    ...(changes === "" ? [] : [`the working tree has changes:\n${changes}`]),
  ];
}

function tarballProblems(version) {
  const packed = (file) => outputOf("tar", "-xzOf", TARBALL, `package/${file}`);
  const manifest = JSON.parse(packed("package.json"));
  packed("README.md");
  const expected = { [licenses.FILE]: licenses.render() };
  for (const file of ["CHANGELOG.md", "LICENSE"]) expected[file] = readFileSync(file, "utf8");
  const stale = Object.keys(expected).filter((file) => packed(file) !== expected[file]);
  return [
    ...stale.map((file) => `${file} in the tarball is not current`),
    ...(manifest.version === version ? [] : [`package.json has version ${manifest.version}`]),
    ...addressProblems(manifest),
  ];
}

if (isMain(import.meta)) {
  const [part, version] = process.argv.slice(2);
  failIfAny({ repository: repositoryProblems, tarball: tarballProblems }[part](version));
}
