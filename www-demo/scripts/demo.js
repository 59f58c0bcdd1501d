// What happens when: the form asks, the package answers, the results are shown.
import { embeddedPortal } from "./embedded-portal.js";
import { prefill, onRequest, setRunning } from "./form.js";
import { lookUp } from "./lookup.js";
import { showOutcome, showWaiting } from "./results.js";
import { showSource } from "./source.js";

/** Makes the page work. */
export async function start() {
  onRequest(answer);
  showSource({ portal: "example.bitrix24.com", ids: ["4", "5", "999"] });
  prefill(await embeddedPortal());
}

async function answer(request, signal) {
  setRunning(true);
  showSource(request);
  showWaiting(request.ids.length);
  try {
    showOutcome(await lookUp(request, signal));
  } finally {
    setRunning(false);
  }
}
