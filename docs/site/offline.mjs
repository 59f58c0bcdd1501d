// Fails if a page of the site in target/docs loads anything from another server.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SITE = fileURLToPath(new URL("../../target/docs/", import.meta.url));
const FOREIGN =
  /<(?:script|img|iframe|link|source)\b[^>]*\s(?:src|href)="(?:https?:)?\/\/[^"]*"|(?:@import|url\()\s*["']?(?:https?:)?\/\/[^"')]*/g;

const pages = readdirSync(SITE, { recursive: true, encoding: "utf8" }).filter((path) =>
  /\.(html|css)$/.test(path),
);
const found = pages.flatMap((path) =>
  (readFileSync(SITE + path, "utf8").match(FOREIGN) ?? []).map((match) => `${path}: ${match}`),
);
if (found.length > 0 || pages.length < 20) {
  console.error(found.join("\n") || `only ${pages.length} files are found in ${SITE}`);
  process.exitCode = 1;
}
