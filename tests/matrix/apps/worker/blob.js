import { report } from "./report.js";

const code = await (await fetch("worker.js")).blob();
const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
report(
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
  }),
);
