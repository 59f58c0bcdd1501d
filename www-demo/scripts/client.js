import { createClient } from "b24-users";

let client = null;
let circumstances = null;

/**
 * A client, the last one again if nothing has changed, so that its cache is seen at work. A portal of another mood is asked by a
 * new one: nobody would see the mood of a portal that need not be asked.
 */
export function clientFor({ portal, token, frame }, mood, onEvent) {
  const wanted = JSON.stringify([portal, token, mood?.name]);
  if (wanted !== circumstances) {
    client?.close();
    circumstances = null;
    client = createClient({
      portal,
      auth: frame?.auth ?? token,
      ...mood?.options?.(portal),
      onEvent,
    });
    circumstances = wanted;
  }
  return client;
}

/** The client of the last request. */
export function presentClient() {
  return client;
}
