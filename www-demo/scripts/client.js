import { createClient } from "b24-users";

/** The default of the option `retries`. */
const DEFAULT_RETRIES = 4;

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
 * @param {(event: import("b24-users").ClientEvent, maxAttempts: number) => void} onEvent
 */
export function clientFor({ portal, token, frame }, scenario, onEvent) {
  const key = JSON.stringify([portal, token, scenario?.name]);
  if (client === null || key !== clientKey) {
    client?.close();
    clientKey = null;
    const options = scenario?.options?.(portal);
    const maxAttempts = 1 + (options?.retries ?? DEFAULT_RETRIES);
    client = createClient({
      portal,
      auth: frame?.auth ?? token,
      ...options,
      onEvent: (event) => onEvent(event, maxAttempts),
    });
    clientKey = key;
  }
  return client;
}

/** The client of the last request. */
export function currentClient() {
  return client;
}
