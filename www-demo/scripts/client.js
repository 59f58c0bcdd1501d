import { createClient } from "b24-users";

/** @type {import("b24-users").Client | null} */
let client = null;
/** @type {string | null} */
let clientKey = null;

/**
 * The client for these settings. The previous one is reused, with its cache, if nothing changed. A
 * new scenario gets a new client: with a warm cache no request would be sent, and the scenario
 * would have no effect.
 *
 * @param {{ portal: string, token: string, frame: import("./form.js").Frame }} connection
 * @param {import("./scenarios.js").Scenario | null} scenario
 * @param {(event: import("b24-users").ClientEvent) => void} onEvent
 */
export function clientFor({ portal, token, frame }, scenario, onEvent) {
  const key = JSON.stringify([portal, token, scenario?.name]);
  if (client === null || key !== clientKey) {
    client?.close();
    clientKey = null;
    client = createClient({
      portal,
      auth: frame?.auth ?? token,
      ...scenario?.options?.(portal),
      onEvent,
    });
    clientKey = key;
  }
  return client;
}

/** The client of the last request. */
export function currentClient() {
  return client;
}
