// The picker for the scenario of the fake portal.
import { configurePortal } from "./control.js";
import { byId } from "./dom.js";
import { SCENARIOS } from "./scenarios.js";

const [CALM] = SCENARIOS;

const panel = byId("scenarios");
const choices = byId("scenario-choices");
const description = byId("scenario-description");
/** @type {HTMLInputElement[]} */
const inputs = Array.from(choices.querySelectorAll("input"));
/** @type {string | null} */
let portal = null;
let scenario = CALM;
let applied = Promise.resolve();

/** Connects the picker with a portal and applies a scenario, whatever the portal's state is. */
export async function startScenarioPicker(origin, /** @type {string | null} */ name) {
  portal = origin;
  await selectScenario(name);
}

/** Selects the scenario with this name, or the calm one. */
export async function selectScenario(/** @type {string | null} */ name) {
  scenario = SCENARIOS.find((known) => known.name === name) ?? CALM;
  for (const input of inputs) input.checked = input.value === scenario.name;
  description.textContent = scenario.description;
  applied = apply();
  await applied;
}

/** Calls `onChange()` when the user selects a scenario. */
export function onScenarioChange(onChange) {
  for (const input of inputs) {
    input.addEventListener("change", () => {
      selectScenario(input.value);
      onChange();
    });
  }
}

/** The name of the selected scenario; `null` for the calm one and for other portals. */
export function scenarioName() {
  return panel.hidden || scenario === CALM ? null : scenario.name;
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

async function apply() {
  if (portal === null) return;
  try {
    await configurePortal(portal, scenario);
  } catch {
    // A request for users shows the full error.
    description.textContent = "The portal cannot be reached.";
  }
}
