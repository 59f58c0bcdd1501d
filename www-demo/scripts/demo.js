// Connects the form, the client and the views.
import { clientFor } from "./client.js";
import { fakePortal } from "./fake-portal.js";
import { onRequest, prefill, setRunning, useFrame, watchPortal } from "./form.js";
import { detectFrame } from "./frame.js";
import { lookUp } from "./lookup.js";
import { scenarioFor, showScenarioPicker, startScenarioPicker } from "./scenario-picker.js";
import { startOwnStatus } from "./own-status.js";
import { showPresets } from "./presets.js";
import { showExamples } from "./examples.js";
import { showLoading, showOutcome, showProgress, showUsers } from "./results.js";
import { showSource } from "./source.js";
import { endWaterfall, recordEvent, startWaterfall } from "./waterfall.js";

/** Starts the page. */
export async function start() {
  const frame = await detectFrame();
  onRequest(handleRequest);
  startOwnStatus();
  showSource({ frame, portal: "example.bitrix24.com", ids: ["4", "5", "999"] });
  const portal = await fakePortal();
  if (portal) await startScenarioPicker(portal.origin);
  if (frame) useFrame(frame);
  else prefill(portal);
  showExamples(portal);
  watchPortal(portal?.origin, (isEmbedded) => {
    showScenarioPicker(isEmbedded);
    showPresets(isEmbedded);
  });
}

async function handleRequest(request, signal) {
  const { ids, chat, fresh } = request;
  /** @type {{ client?: import("b24-users").Client }} */
  const opened = {};
  setRunning(true);
  showLoading(ids.length, chat);
  startWaterfall();
  try {
    const scenario = await scenarioFor(request.portal);
    showSource(request, scenario);
    const openClient = () => {
      opened.client = clientFor(request, scenario, recordEvent);
      return opened.client;
    };
    showOutcome(
      await lookUp(
        openClient,
        { ids, chat },
        { fresh, signal, onProgress: showProgress, onUsers: showUsers },
      ),
    );
  } finally {
    endWaterfall(opened.client?.stats());
    setRunning(false);
  }
}
