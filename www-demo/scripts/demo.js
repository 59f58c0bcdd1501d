// Connects the form, the client and the views.
import { clientFor } from "./client.js";
import { showDocumentation } from "./documentation.js";
import { fakePortal } from "./fake-portal.js";
import {
  onRequest,
  prefill,
  setIds,
  setRunning,
  submitForm,
  useFrame,
  watchPortal,
} from "./form.js";
import { detectFrame } from "./frame.js";
import { showIntro } from "./intro.js";
import { connectAddress, readLink } from "./links.js";
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
  const link = readLink();
  // A link only fills in the form. Its reader decides whether to send the request.
  let isFirstLook = false;
  onRequest((request, signal) => handleRequest(request, signal, isFirstLook));
  startOwnStatus();
  showSource({ frame, portal: "example.bitrix24.com", ids: ["4", "5", "999"] });
  const portal = await fakePortal();
  if (portal) await startScenarioPicker(portal.origin, link?.scenario ?? null);
  if (link?.ids) setIds(link.ids);
  if (frame) useFrame(frame);
  else prefill(portal);
  showDocumentation(portal);
  showExamples(portal);
  watchPortal(portal?.origin, (isEmbedded) => {
    showScenarioPicker(isEmbedded);
    showPresets(isEmbedded);
    if (frame) showIntro("frame");
    else if (!isEmbedded) showIntro("portal");
    else showIntro(link ? "link" : "first-look");
  });
  connectAddress();
  if (!portal || frame || link) return;
  isFirstLook = true;
  submitForm();
  isFirstLook = false;
}

async function handleRequest(request, signal, isFirstLook) {
  const { ids, chat, fresh } = request;
  /** @type {{ client?: import("b24-users").Client }} */
  const opened = {};
  setRunning(true);
  // At the first look, the user may be reading the form.
  showLoading(ids.length, chat, !isFirstLook);
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
