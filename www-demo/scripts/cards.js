import { badges } from "./badges.js";
import { details } from "./details.js";
import { element } from "./dom.js";
import "./user-element.js";

/** A user's card. Text from the portal has its own direction (`dir="auto"`). */
export function card(user) {
  return element(
    "div",
    { role: "listitem", "data-user": user.id, "data-dismissed": !user.active },
    element(
      "article",
      { class: "card", "aria-label": user.name },
      element("h3", {}, userElement(user)),
      element(
        "p",
        { class: "card-facts" },
        element("span", { class: "card-id" }, `id ${user.id}`),
        ...badges(user),
      ),
      details(user),
    ),
  );
}

/** The user of a card. */
export function userOf(card) {
  return card.querySelector("b24-user").user;
}

function userElement(user) {
  return Object.assign(element("b24-user"), { user });
}

/** A placeholder for a card that has not loaded. */
export function skeleton() {
  const bar = (kind = "") => element("span", { class: `bar ${kind}` });
  return element(
    "div",
    { "aria-hidden": "true" },
    element(
      "div",
      { class: "card skeleton" },
      element("div", { class: "card-head" }, element("span", { class: "avatar" }), bar("bar-name")),
      bar(),
      bar(),
      bar("bar-short"),
    ),
  );
}
