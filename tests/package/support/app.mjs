// An empty project into which the packed tarball is installed, as a new user would.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What the project imports: the default entry, or another with the same to offer. */
export const ENTRY = process.env.B24_ENTRY || "b24-users";

export class App {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "b24-users-app-"));
    this.write("package.json", '{ "name": "app", "private": true }');
    execFileSync("npm", ["install", "--no-audit", "--no-fund", process.env.B24_TARBALL], {
      cwd: this.folder,
    });
  }

  write(file, text) {
    const path = join(this.folder, file);
    writeFileSync(path, text);
    return path;
  }

  /** What a file of the project prints. */
  run(file, text, ...flags) {
    const path = this.write(file, text);
    return execFileSync(process.execPath, [...flags, path], { cwd: this.folder, encoding: "utf8" });
  }

  /** A module as the project would import it. */
  import(specifier = ENTRY) {
    const path = this.write(
      `import-${specifier.replace(/\W/g, "-")}.mjs`,
      `export * from ${JSON.stringify(specifier)};`,
    );
    return import(pathToFileURL(path));
  }

  remove() {
    rmSync(this.folder, { recursive: true });
  }
}
