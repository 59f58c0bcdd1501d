// Usage: node --expose-gc memory.mjs <package folder> <"b24-users" or "JSON.parse"> <file> <count>
// Prints by how many megabytes the process grew at most while it read one response of `count`
// users, whose body, the file, arrives in chunks as from a network.
import { openSync, readSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, way, file, count] = process.argv.slice(2);
const peak = () => process.resourceUsage().maxRSS / 1024;
const { createClient } = await import(pathToFileURL(`${folder}/dist/index.js`).href);
const ids = Array.from({ length: Number(count) }, (_, index) => index + 1);
const descriptor = openSync(file, "r");

function pieces() {
  return new ReadableStream({
    pull(controller) {
      const piece = new Uint8Array(65_536);
      const length = readSync(descriptor, piece);
      if (length === 0) controller.close();
      else controller.enqueue(piece.subarray(0, length));
    },
  });
}

async function parse() {
  const bytes = new Uint8Array(statSync(file).size);
  let end = 0;
  for await (const piece of pieces()) {
    bytes.set(piece, end);
    end += piece.length;
  }
  return JSON.parse(new TextDecoder().decode(bytes)).result;
}

const fetch = async () => ({ status: 200, body: pieces() });
const client = createClient({
  portal: "example.bitrix24.com",
  auth: "token",
  fetch,
  limits: { idsPerCall: ids.length },
});
await client.ready;
globalThis.gc();
const before = peak();
const users = way === "b24-users" ? (await client.getUsers(ids)).users : await parse();
if (users.length !== ids.length) throw new Error("not all");
console.log(Math.round(peak() - before));
process.exit();
