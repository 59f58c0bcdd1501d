// Fails if a result of the site's search leads to a place that no page has, or if the start page,
// an error code or a guide is not found by its name.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";

import { readErrorCodes } from "./errors.mjs";

const SITE = fileURLToPath(new URL("../../target/docs/", import.meta.url));

const script = readFileSync(`${SITE}assets/search.js`, "utf8");
const [, base64] = script.match(/"([^"]+)"/);
const { rows } = JSON.parse(inflateSync(Buffer.from(base64, "base64")).toString());

const failures = rows.flatMap(({ name, url }) => {
  const [path, anchor] = url.split("#");
  const page = readFileSync(SITE + path, "utf8");
  return anchor && !page.includes(`id="${anchor}"`) ? [`${name}: ${url} does not exist`] : [];
});
const names = new Set(rows.map(({ name }) => name));
for (const { code } of readErrorCodes()) if (!names.has(code)) failures.push(`${code} is missing`);
const urls = new Set(rows.map(({ url }) => url));
const guides = readdirSync(`${SITE}guides`).map((file) => `guides/${file}`);
for (const url of ["index.html", ...guides]) if (!urls.has(url)) failures.push(`${url} is missing`);
for (const url of urls) {
  if (/^decisions|changelog/.test(url)) failures.push(`${url} is not about the package`);
}
if (failures.length > 0) {
  console.error(failures.join("\n"));
  process.exitCode = 1;
}
