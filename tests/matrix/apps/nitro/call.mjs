// Calls the edge function in the given file like its host, and prints its response.
import { resolve } from "node:path";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

const { default: handle } = await import(pathToFileURL(resolve(argv[2])));
const response = await handle(new Request("http://localhost/"), { waitUntil() {} });
console.log(await response.text());
