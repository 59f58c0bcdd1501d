// Usage: node node.mjs <package folder> <sizes, such as 50,500>
// Prints the rows of `measure` as JSON, measured in Node.
import { pathToFileURL } from "node:url";
import * as sdk from "@bitrix24/b24jssdk";
import { measure } from "./measure.mjs";
import { rounds } from "./rounds.mjs";

const [folder, sizes] = process.argv.slice(2);
const { createClient } = await import(pathToFileURL(`${folder}/dist/index.js`).href);
console.log(
  JSON.stringify(await measure({ createClient, sdk, sizes: sizes.split(",").map(Number), rounds })),
);
