// Links to the applications of examples/, which run in a frame of the fake portal.
import { byId, element } from "./dom.js";

const EXAMPLES = [
  ["Vue", "vue/dist/"],
  ["React", "react/dist/"],
  ["Custom element", "plain-page/"],
  ["Worker", "worker/dist/"],
];

/** Shows the links if there is such a portal. */
export function showExamples(portal) {
  if (!portal?.frame) return;
  byId("examples-list").replaceChildren(
    ...EXAMPLES.map(([name, path]) => element("li", {}, createLink(portal, name, path))),
  );
  byId("examples").hidden = false;
}

function createLink({ frame }, name, path) {
  const href = new URL(frame);
  href.searchParams.set("app", new URL(`examples/${path}`, location.href).href);
  return element(
    "a",
    { class: "choice", href: href.href, target: "_blank", rel: "noreferrer" },
    element("span", {}, name),
  );
}
