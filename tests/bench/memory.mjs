// Usage: node --expose-gc memory.mjs <package folder> <"b24-users" or "JSON.parse"> <file> <count>
// Prints the maximum growth of the process in megabytes while it reads one response of `count`
// users. The file is the body, which arrives in chunks.
import { openSync, readSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, contender, file, count] = process.argv.slice(2);
const peak = () => process.resourceUsage().maxRSS / 1024;
const { createClient } = await import(pathToFileURL(`${folder}/dist/index.js`).href);
const ids = Array.from({ length: Number(count) }, (_, index) => index + 1);
const descriptor = openSync(file, "r");

function chunks() {
  return new ReadableStream({
    pull(controller) {
      const chunk = new Uint8Array(65_536);
      const length = readSync(descriptor, chunk);
      if (length === 0) controller.close();
      else controller.enqueue(chunk.subarray(0, length));
    },
  });
}

async function parse() {
  const bytes = new Uint8Array(statSync(file).size);
  let end = 0;
  for await (const chunk of chunks()) {
    bytes.set(chunk, end);
    end += chunk.length;
  }
  return JSON.parse(new TextDecoder().decode(bytes)).result;
}

const fetch = async () => ({ status: 200, body: chunks() });
const client = createClient({
  portal: "example.bitrix24.com",
  auth: "token",
  fetch,
  limits: { idsPerCall: ids.length },
});
await client.ready;
globalThis.gc();
const before = peak();
const users = contender === "b24-users" ? (await client.getUsers(ids)).users : await parse();
if (users.length !== ids.length) throw new Error(`${users.length} of ${ids.length} users`);
console.log(Math.round(peak() - before));
process.exit();
