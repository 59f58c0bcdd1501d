// An empty project with the packed tarball installed, as in a new application.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The entry that the project imports: the default one, or one with the same exports. */
export const ENTRY = process.env.B24_ENTRY || "b24-users";

/**
 * @typedef {{
 *   "b24-users": typeof import("b24-users"),
 *   "b24-users/slim": typeof import("b24-users/slim"),
 *   "b24-users/testing": typeof import("b24-users/testing"),
 * }} Entries
 */

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

  /** Writes a file into the project, runs it and returns its standard output. */
  run(file, text, ...flags) {
    const path = this.write(file, text);
    return execFileSync(process.execPath, [...flags, path], { cwd: this.folder, encoding: "utf8" });
  }

  /**
   * Imports a module from within the project; by default `ENTRY`.
   *
   * @template {string} [Name="b24-users"]
   * @param {Name} [name]
   * @returns {Promise<Name extends keyof Entries ? Entries[Name] : Entries["b24-users"]>}
   */
  import(name) {
    const specifier = name ?? ENTRY;
    const path = this.write(
      `import-${specifier.replace(/\W/g, "-")}.mjs`,
      `export * from ${JSON.stringify(specifier)};`,
    );
    return import(pathToFileURL(path).href);
  }

  remove() {
    rmSync(this.folder, { recursive: true });
  }
}
