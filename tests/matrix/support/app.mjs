// A new application per environment, with the packed tarball and the environment's packages.
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { portal } from "../../package/support/portal.mjs";
import { run } from "./commands.mjs";

const FIXTURES = fileURLToPath(new URL("../apps", import.meta.url));
const WORK = fileURLToPath(new URL("../../../target/matrix", import.meta.url));

/** Creates the application of an environment and returns its folder. */
export async function createApp(environment, signal) {
  const { name, app, packages = [] } = environment;
  const folder = join(WORK, name);
  mkdirSync(folder, { recursive: true });
  const digest = digestOf(environment);
  const stamp = join(folder, "node_modules", ".matrix-stamp");
  const installed = existsSync(stamp) && readFileSync(stamp, "utf8") === digest;
  for (const entry of readdirSync(folder)) {
    if (!(installed && entry === "node_modules")) rmSync(join(folder, entry), { recursive: true });
  }
  for (const fixture of ["common", app ?? []].flat())
    cpSync(join(FIXTURES, fixture), folder, { recursive: true });
  const { origin, accessToken, expiredToken } = portal;
  const text = JSON.stringify({ origin, accessToken, expiredToken });
  writeFileSync(join(folder, "portal.js"), `export const portal = ${text};\n`);
  writeFileSync(join(folder, "portal.cjs"), `exports.portal = ${text};\n`);
  if (!installed) {
    // Cached packages are current, since all versions are exact.
    const flags = "--no-audit --no-fund --no-package-lock --prefer-offline --loglevel=error";
    await run(
      `npm install ${flags} "${process.env.B24_TARBALL}" ${packages.join(" ")}`,
      folder,
      signal,
    );
    writeFileSync(stamp, digest);
  }
  return folder;
}

/**
 * Records that an environment has passed with this tarball, and its runtime. Creating the
 * application again deletes the record.
 */
export function recordPass(environment, ranIn) {
  writeFileSync(passOf(environment), JSON.stringify({ ranIn, digest: digestOf(environment) }));
}

/** The runtime of an environment that has passed with this tarball, or `undefined`. */
export function ranIn(environment) {
  if (!existsSync(passOf(environment))) return undefined;
  const pass = JSON.parse(readFileSync(passOf(environment), "utf8"));
  return pass.digest === digestOf(environment) ? pass.ranIn : undefined;
}

const passOf = ({ name }) => join(WORK, name, "passed.json");

function digestOf({ packages = [] }) {
  return createHash("sha256")
    .update(JSON.stringify(packages))
    .update(readFileSync(process.env.B24_TARBALL))
    .digest("hex");
}
