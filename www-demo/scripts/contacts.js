// Links for the contact fields of profiles; plain text if a value is not linkable.
import { websiteHref } from "b24-users";

import { element } from "./dom.js";

/** A `tel:` link. */
export function phoneLink(phone) {
  // "+1 (212) 345-67-89 ext. 22": the extension is not part of the number.
  const number = phone.split(/[^\d\s()+.\-–*#]/u)[0].replace(/[^\d+*#]/g, "");
  return /\d/.test(number) ? link(`tel:${number.replaceAll("#", "%23")}`, phone) : phone;
}

/** A `mailto:` link. */
export function mailLink(email) {
  // Encoded, because a "?" would start headers and a body.
  const address = encodeURIComponent(email).replace("%40", "@");
  return /^[^@\s]+@[^@\s]+$/.test(email) ? link(`mailto:${address}`, email) : text(email);
}

/** A link to the user's website. */
export function websiteLink(user) {
  const href = websiteHref(user);
  return href
    ? link(href, user.website, { target: "_blank", rel: "noopener noreferrer" })
    : text(user.website);
}

function link(href, label, attributes = {}) {
  return element("a", { href, dir: "auto", ...attributes }, label);
}

function text(label) {
  return element("span", { dir: "auto" }, label);
}
