import { fromB24Frame } from "b24-users";

/**
 * The portal's address and what lets a client in, if a portal shows this page as an application in a frame; else `null`. The
 * portal's page gives the token, to the SDK and not to this page.
 */
export async function frameAround() {
  // Portals give their frames such a name.
  const [, domain, protocol] = window.name.match(/^([^|]+)\|([01])\|[^|]+$/) ?? [];
  if (window.parent === window || !domain) return null;
  // It defines a global.
  await import("b24jssdk");
  return {
    portal: `${protocol === "1" ? "https" : "http"}://${domain}`,
    ...fromB24Frame(globalThis.B24Js.initializeB24Frame()),
  };
}
