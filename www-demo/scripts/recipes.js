// Links to the framework examples, which run in a frame of the fake portal.
import { byId, element } from "./dom.js";

const RECIPES = [
  ["Vue", "vue"],
  ["React", "react"],
  ["Custom element", "element"],
];

/** Shows the links if the page is served with a fake portal. */
export function showRecipes(portal) {
  if (!portal?.frame) return;
  byId("recipes-list").replaceChildren(
    ...RECIPES.map(([name, folder]) => element("li", {}, link(portal, name, folder))),
  );
  byId("recipes").hidden = false;
}

function link({ frame }, name, folder) {
  const href = new URL(frame);
  href.searchParams.set("app", new URL(`recipes/${folder}/`, location.href).href);
  return element(
    "a",
    { class: "choice", href: href.href, target: "_blank", rel: "noreferrer" },
    element("span", {}, name),
  );
}
