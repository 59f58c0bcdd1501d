// Calls the edge function whose file is named, as its host would, and prints its response.
import { resolve } from "node:path";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

const { default: handle } = await import(pathToFileURL(resolve(argv[2])));
const response = await handle(new Request("http://localhost/"), { waitUntil() {} });
console.log(await response.text());
