import { report } from "./report.js";

await navigator.serviceWorker.register("service-worker.js", { type: "module" });
const { active } = await navigator.serviceWorker.ready;
report(
  new Promise((resolve) => {
    navigator.serviceWorker.onmessage = ({ data }) => resolve(data);
    active.postMessage("lookup");
  }),
);
