// Usage: node memory.mjs <package folder> <"b24-users" or "JSON.parse"> <count>
// Prints by how many megabytes the process has grown at most while one answer became users.
import { pathToFileURL } from "node:url";
import { body } from "./people.mjs";

const [folder, way, count] = process.argv.slice(2);
const peak = () => process.resourceUsage().maxRSS / 1024;
const { createClient } = await import(pathToFileURL(`${folder}/dist/index.js`));
const { bytes, ids } = body({ count: Number(count), form: "array" });
// In pieces, as a network brings them.
const pieces = () => new ReadableStream({
  start(controller) {
    for (let at = 0; at < bytes.length; at += 65_536) controller.enqueue(bytes.subarray(at, at + 65_536));
    controller.close();
  },
});
const fetch = async () => ({ status: 200, body: pieces() });
const client = createClient({ portal: "example.bitrix24.com", auth: "token", fetch, limits: { idsPerCall: ids.length } });
await client.ready;
globalThis.gc?.();
// Whatever came before is in the peak: something as large is put on top, and taken away again.
const before = peak();
const users = way === "b24-users" ? (await client.getUsers(ids)).users : JSON.parse(new TextDecoder().decode(bytes)).result;
if (users.length !== ids.length) throw new Error("not all");
console.log(Math.round(peak() - before));
process.exit();
