// What happens when: the form asks, the package answers, the results are shown.
import { clientFor } from "./client.js";
import { fakePortal } from "./fake-portal.js";
import { leaveToFrame, onRequest, prefill, setRunning, watchPortal } from "./form.js";
import { frameAround } from "./frame.js";
import { lookUp } from "./lookup.js";
import { moodFor, showMoods, startMoods } from "./mood-panel.js";
import { startOwnStatus } from "./own-status.js";
import { showPresets } from "./presets.js";
import { showRecipes } from "./recipes.js";
import { showOutcome, showProgress, showUsers, showWaiting } from "./results.js";
import { showSource } from "./source.js";
import { beginWaterfall, endWaterfall, note } from "./waterfall.js";

/** Makes the page work. */
export async function start() {
  const frame = await frameAround();
  onRequest(answer);
  startOwnStatus();
  showSource({ frame, portal: "example.bitrix24.com", ids: ["4", "5", "999"] });
  const portal = await fakePortal();
  if (portal) await startMoods(portal.origin);
  if (frame) leaveToFrame(frame);
  else prefill(portal);
  showRecipes(portal);
  watchPortal(portal?.origin, (isEmbedded) => {
    showMoods(isEmbedded);
    showPresets(isEmbedded);
  });
}

async function answer(request, signal) {
  const { ids, chat, fresh } = request;
  let b24 = null;
  setRunning(true);
  showWaiting(ids.length, chat);
  beginWaterfall();
  try {
    const mood = await moodFor(request.portal);
    showSource(request, mood);
    const openClient = () => (b24 = clientFor(request, mood, note));
    showOutcome(
      await lookUp(
        openClient,
        { ids, chat },
        { fresh, signal, onProgress: showProgress, take: showUsers },
      ),
    );
  } finally {
    endWaterfall(b24?.stats());
    setRunning(false);
  }
}
