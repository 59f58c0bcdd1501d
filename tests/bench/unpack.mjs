import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The folder of a package: itself, or a tarball's content, which is deleted at exit. */
export function unpack(path) {
  if (statSync(path).isDirectory()) return resolve(path);
  const folder = mkdtempSync(join(tmpdir(), "b24-package-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const into = ["--directory", folder, "--strip-components", "1"];
  execFileSync("tar", ["--extract", "--gzip", "--file", path, ...into]);
  return folder;
}
