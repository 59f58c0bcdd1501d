// The own status: what the portal has, and the choice of another.
import { createClient } from "b24-users";

import { byId, element } from "./dom.js";
import { door } from "./form.js";
import { moodFor } from "./mood-panel.js";

const STATUSES = [
  ["online", "Online"],
  ["dnd", "Do not disturb"],
  ["away", "Away"],
  ["break", "Break"],
];

const [choices, told] = ["own-choices", "own-status"].map(byId);

/** Offers to ask for it, and to set it. */
export function startOwnStatus() {
  choices.replaceChildren(
    choice("Which is it?", () => {}),
    ...STATUSES.map(([status, name]) => choice(name, (b24) => b24.setStatus(status), status)),
  );
}

function choice(name, act, status = null) {
  const button = element(
    "button",
    { class: "choice", type: "button", "data-status": status, "aria-pressed": status && "false" },
    element("span", {}, name),
  );
  button.addEventListener("click", () => show(act));
  return button;
}

/** Does something, and shows the status that the portal has then. */
async function show(act) {
  const { portal, token, frame } = door();
  told.textContent = "Asking the portal …";
  try {
    const mood = await moodFor(portal);
    const b24 = createClient({ portal, auth: frame?.auth ?? token, ...mood?.options?.(portal) });
    await act(b24);
    const [me, status] = await Promise.all([b24.getCurrentUser(), b24.getStatus()]);
    const name = STATUSES.find(([known]) => known === status)?.[1] ?? status ?? "none was ever set";
    press(status);
    told.textContent = `${me.name}, user ${me.id}: ${name}.`;
  } catch (error) {
    press(null);
    told.textContent = error.code ? `${error.message} (${error.code})` : String(error);
  }
}

function press(status) {
  for (const button of choices.querySelectorAll("[data-status]")) {
    button.setAttribute("aria-pressed", String(button.dataset.status === status));
  }
}
