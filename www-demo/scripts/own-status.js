// The caller's own status: shows and sets it.
import { createClient } from "b24-users";

import { byId, element } from "./dom.js";
import { connection } from "./form.js";
import { scenarioFor } from "./scenario-picker.js";

/** @type {[status: import("b24-users").UserStatus, label: string][]} */
const STATUSES = [
  ["online", "Online"],
  ["dnd", "Do not disturb"],
  ["away", "Away"],
  ["break", "Break"],
];

const choices = byId("own-choices");
const output = byId("own-status");

/** Adds the buttons. */
export function startOwnStatus() {
  choices.replaceChildren(
    choice("Show status", () => {}),
    ...STATUSES.map(([status, name]) => choice(name, (b24) => b24.setStatus(status), status)),
  );
}

function choice(name, action, /** @type {string | null} */ status = null) {
  const button = element(
    "button",
    { class: "choice", type: "button", "data-status": status, "aria-pressed": status && "false" },
    element("span", {}, name),
  );
  button.addEventListener("click", () => run(action));
  return button;
}

/** Runs the action, then shows the status. */
async function run(action) {
  const { portal, token, frame } = connection();
  output.textContent = "Loading …";
  try {
    const scenario = await scenarioFor(portal);
    const b24 = createClient({
      portal,
      auth: frame?.auth ?? token,
      ...scenario?.options?.(portal),
    });
    await action(b24);
    const [me, status] = await Promise.all([b24.getCurrentUser(), b24.getStatus()]);
    const name = STATUSES.find(([known]) => known === status)?.[1] ?? status ?? "not set";
    markPressed(status);
    output.textContent = `${me.name}, user ${me.id}: ${name}.`;
  } catch (error) {
    markPressed(null);
    output.textContent = error.code ? `${error.message} (${error.code})` : String(error);
  }
}

function markPressed(status) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = choices.querySelectorAll("[data-status]");
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.status === status));
  }
}
