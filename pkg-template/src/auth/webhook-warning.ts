let hasWarned = false;

/**
 * Warns once that a page shows the webhook's secret to its visitors. Servers and tools, which have
 * no document, may use webhooks.
 */
export function warnOfWebhook(): void {
  if (hasWarned || typeof document === "undefined") return;
  hasWarned = true;
  console.warn(
    "b24-users: this page uses a webhook. Its address is a permanent secret with all the rights " +
      "of its owner, and everyone who opens the page can read it. Webhooks are for servers and " +
      "tools; on a page, use fromBX24, fromB24Frame or an access token.",
  );
}
