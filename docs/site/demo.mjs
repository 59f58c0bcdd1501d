// Adds the demo page to the site in target/docs, with the package and a fake portal in the page.
import { cp, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DEMO = `${ROOT}target/docs/demo`;

for (const [from, to] of [
  ["www-demo", DEMO],
  ["target/npm/package/dist", `${DEMO}/b24-users/dist`],
  ["node_modules/@bitrix24/b24jssdk/dist/umd/index.min.js", `${DEMO}/b24jssdk/index.min.js`],
]) {
  await cp(ROOT + from, to, { recursive: true });
}
const portal = { inPage: true, documentation: "../" };
await writeFile(`${DEMO}/portal.json`, `${JSON.stringify(portal)}\n`);
