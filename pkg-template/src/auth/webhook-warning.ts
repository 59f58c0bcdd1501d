let hasWarned = false;

/** Tells the developer of a page, once, that it shows a secret to everyone who opens it. Servers and tools have no document. */
export function warnOfWebhook() {
  if (hasWarned || typeof document === "undefined") return;
  hasWarned = true;
  console.warn(
    "b24-users: this page uses a webhook. Its address is a permanent secret with all the rights of its owner, and everyone who opens the page can read it. Webhooks are for servers and tools; let a page in by fromBX24, fromB24Frame or an access token.",
  );
}
