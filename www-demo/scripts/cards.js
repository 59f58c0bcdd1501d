import { avatar } from "./avatar.js";
import { badges } from "./badges.js";
import { details } from "./details.js";
import { element } from "./dom.js";

/** A user's card. Text of the portal has the direction it reads in (`dir`), whatever the page's. */
export function card(user) {
  const name = `user-${user.id}`;
  return element(
    "div",
    { role: "listitem", "data-user": user.id, "data-dismissed": !user.active },
    element(
      "article",
      { class: "card", "aria-labelledby": name },
      element(
        "header",
        { class: "card-head" },
        avatar(user),
        element(
          "div",
          { class: "card-title" },
          element("h3", { id: name, dir: "auto" }, user.name),
          user.workPosition && element("p", { class: "position", dir: "auto" }, user.workPosition),
        ),
      ),
      element("p", { class: "card-facts" }, element("span", { class: "card-id" }, `id ${user.id}`), ...badges(user)),
      details(user),
    ),
  );
}

/** What stands in a card's place while it is awaited. */
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
