import { report } from "./report.js";

const worker = new SharedWorker("shared-worker.js", { type: "module" });
report(
  new Promise((resolve, reject) => {
    worker.port.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
  }),
);
