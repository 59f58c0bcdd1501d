// The picker for the scenario of the fake portal.
import { configurePortal } from "./control.js";
import { byId, element } from "./dom.js";
import { SCENARIOS } from "./scenarios.js";

const [CALM] = SCENARIOS;

const panel = byId("scenarios");
const choices = byId("scenario-choices");
const description = byId("scenario-description");
/** @type {string | null} */
let portal = null;
let scenario = CALM;
let applied = Promise.resolve();

/** Lists the scenarios and selects the calm one, whatever the portal's current state is. */
export async function startScenarioPicker(origin) {
  portal = origin;
  choices.replaceChildren(...SCENARIOS.map(radioButton));
  await select(CALM);
}

/** Shows or hides the picker. */
export function showScenarioPicker(isEmbedded) {
  panel.hidden = !isEmbedded;
}

/**
 * The selected scenario, applied again because some faults are used up. `null` for other portals.
 */
export async function scenarioFor(address) {
  if (address !== portal) return null;
  await applied;
  if (scenario !== CALM) await apply();
  return scenario;
}

async function select(selected) {
  scenario = selected;
  description.textContent = scenario.description;
  applied = apply();
  await applied;
}

async function apply() {
  try {
    await configurePortal(portal, scenario);
  } catch {
    // A request for users shows the full error.
    description.textContent = "The portal cannot be reached.";
  }
}

function radioButton(offered) {
  const input = element("input", { type: "radio", name: "scenario", checked: offered === CALM });
  input.addEventListener("change", () => select(offered));
  return element("label", { class: "choice" }, input, element("span", {}, offered.name));
}
