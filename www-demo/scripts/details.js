import { presenceOf } from "b24-users";

import { mailLink, phoneLink, websiteLink } from "./contacts.js";
import { element } from "./dom.js";
import { day, moment } from "./moments.js";

/** What is known about a user, by name; what is not known is left out. */
export function details(user) {
  const { phones } = user;
  const { online, lastSeen, backOn } = presenceOf(user);
  const rows = [
    ["E-mail", user.email, mailLink, "telling"],
    ["Website", user.website, () => websiteLink(user), "telling"],
    ["Mobile", phones?.personalMobile, phoneLink],
    ["Work", phones?.workPhone, phoneLink],
    // No link: an extension cannot be dialled from outside.
    ["Extension", phones?.innerPhone, String],
    ["Private", phones?.personalPhone, phoneLink],
    [
      user.departments.length === 1 ? "Department" : "Departments",
      user.departments.join(", "),
      String,
    ],
    ["Back on", backOn, day],
    [online ? "Online" : "Last seen", lastSeen, moment],
  ].filter(([, value]) => value);
  if (lastSeen === null && !user.bot) rows.push(["Last seen", "unknown", String]);
  return element(
    "dl",
    { class: "details" },
    ...rows.map(([name, value, show, kind = null]) =>
      element("div", { class: kind }, element("dt", {}, name), element("dd", {}, show(value))),
    ),
  );
}
