import { lookup } from "./lookup.js";

addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) =>
  event.waitUntil(lookup().then((outcome) => event.source.postMessage(outcome))),
);
