import { lookup } from "./lookup.js";

addEventListener("connect", async ({ ports: [port] }) => port.postMessage(await lookup()));
