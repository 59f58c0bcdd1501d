import "./style.css";

import { initializeB24Frame } from "@bitrix24/b24jssdk";
import type { Token, TokenRequest } from "b24-users";

import type { ToPage, ToWorker } from "./messages";

const IDS = Array.from({ length: 5000 }, (_, index) => index + 1);
// With `npm run dev` there is no portal around this page.
const useFakePortal = import.meta.env.DEV && window.parent === window;

const status = document.querySelector<HTMLElement>("#status")!;
const retry = document.querySelector<HTMLButtonElement>("#retry")!;
const positions = document.querySelector<HTMLElement>("#positions")!;

const frame = useFakePortal ? undefined : initializeB24Frame();
const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });

worker.addEventListener("message", async ({ data }: MessageEvent<ToPage>) => {
  if (data.type === "token") {
    send({ type: "token", token: await getToken(data.request).catch(() => null) });
  } else if (data.type === "error") {
    // `data.error.message` is for developers.
    status.textContent = `The users could not be loaded (${data.error.code}).`;
    retry.hidden = false;
  } else {
    status.textContent = `${data.users} users, ${data.missing} unknown ids`;
    if (data.type === "done") showPositions(data.positions);
  }
});
retry.addEventListener("click", load);
load();

function load() {
  status.textContent = "Loading …";
  retry.hidden = true;
  send({ type: "count", ids: IDS, useFakePortal });
}

function send(message: ToWorker) {
  worker.postMessage(message);
}

function showPositions(counts: [name: string, count: number][]) {
  const rows = counts.map(([name, count]) => {
    const row = document.createElement("li");
    row.textContent = `${name}: ${count}`;
    return row;
  });
  positions.replaceChildren(...rows);
}

/** The token of the portal's page: a new one if the last is no longer accepted. */
async function getToken({ reason }: TokenRequest): Promise<Token | null> {
  const $b24 = await frame;
  if (!$b24) return null;
  const current = reason === "initial" && $b24.auth.getAuthData();
  const token = current || (await $b24.auth.refreshAuth());
  if (!token) return null;
  return {
    accessToken: token.access_token,
    expiresAt: token.expires * 1000,
    portal: $b24.getTargetOrigin(),
  };
}
