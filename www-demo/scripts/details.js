import { presenceOf } from "b24-users";

import { mailLink, phoneLink, websiteLink } from "./contacts.js";
import { element } from "./dom.js";
import { day, timestamp } from "./dates.js";

/** The known fields of a user as a description list. */
export function details(user) {
  const { phones } = user;
  const { online, lastSeen, backOn } = presenceOf(user);
  const rows = [
    ["E-mail", user.email, mailLink, "wide"],
    ["Website", user.website, () => websiteLink(user), "wide"],
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
    [online ? "Online" : "Last seen", lastSeen, timestamp],
  ].filter(([, value]) => value);
  if (lastSeen === null && !user.bot) rows.push(["Last seen", "unknown", String]);
  return element(
    "dl",
    { class: "details" },
    ...rows.map(([name, value, render, className = null]) =>
      element(
        "div",
        { class: className },
        element("dt", {}, name),
        element("dd", {}, render(value)),
      ),
    ),
  );
}
