import { byId, element } from "./dom.js";

const MOST_IDS = 4;
/** The same for every token, so that it does not even tell the length. */
const MASK = "••••••••";

/** Shows the code that a request takes; it is what lookup.js does. */
export function showSource({ portal, ids }) {
  const shown = ids.slice(0, MOST_IDS).map((id) => JSON.stringify(id));
  if (ids.length > MOST_IDS) shown.push("…");
  const lines = [
    'import { createClient } from "b24-users";',
    `const b24 = createClient({ portal: ${JSON.stringify(portal)}, auth: "${MASK}" });`,
    `const { users, missing } = await b24.getUsers([${shown.join(", ")}], { invalid: "report", signal });`,
  ];
  byId("source").replaceChildren(...lines.map((line) => element("span", { class: "code-line" }, `${line}\n`)));
}
