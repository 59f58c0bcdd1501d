// The link to the documentation, where this page is a part of its site.
import { byId } from "./dom.js";

const link = byId("documentation");

/** Shows the link if the page's server has the documentation. */
export function showDocumentation(portal) {
  if (!portal?.documentation) return;
  link.href = new URL(portal.documentation, location.href).href;
  link.hidden = false;
}
