// Writes docs/matrix.md from the last run, in which all environments must have passed.
import { readFileSync, writeFileSync } from "node:fs";

import { available } from "./support/environments.mjs";
import { PAGE, pageOf } from "./support/table.mjs";

const ranIn = JSON.parse(readFileSync(new URL("../../target/matrix/passed.json", import.meta.url), "utf8"));
const lacking = available.filter(({ name }) => !(name in ranIn));
if (lacking.length > 0) throw new Error(`these have not passed: ${lacking.map(({ name }) => name).join(", ")}`);
writeFileSync(PAGE, pageOf(ranIn));
