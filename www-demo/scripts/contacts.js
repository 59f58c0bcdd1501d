// Links for what people typed into their profiles; text where it makes no link.
import { websiteHref } from "b24-users";

import { element } from "./dom.js";

/** A phone number to call. */
export function phoneLink(phone) {
  // "+1 (212) 345-67-89 ext. 22": what follows the number is not part of it.
  const number = phone.split(/[^\d\s()+.\-–*#]/u)[0].replace(/[^\d+*#]/g, "");
  return /\d/.test(number) ? link(`tel:${number.replaceAll("#", "%23")}`, phone) : phone;
}

/** An address to write to. */
export function mailLink(email) {
  // Encoded, since a "?" would go on with headers and a body.
  const address = encodeURIComponent(email).replace("%40", "@");
  return /^[^@\s]+@[^@\s]+$/.test(email) ? link(`mailto:${address}`, email) : text(email);
}

/** A website to open. */
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
