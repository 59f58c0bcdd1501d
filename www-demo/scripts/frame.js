import { fromB24Frame } from "b24-users";

/**
 * The portal's address and `auth` for a client if a portal shows this page as an application in a
 * frame; else `null`. The portal's page gives the token to the SDK, not to this page.
 */
export async function detectFrame() {
  // Portals encode their address in the frame's name.
  const [, domain, protocol] = window.name.match(/^([^|]+)\|([01])\|[^|]+$/) ?? [];
  if (window.parent === window || !domain) return null;
  // It defines the global `B24Js`.
  await import("b24jssdk");
  return {
    portal: `${protocol === "1" ? "https" : "http"}://${domain}`,
    ...fromB24Frame(globalThis.B24Js.initializeB24Frame()),
  };
}
