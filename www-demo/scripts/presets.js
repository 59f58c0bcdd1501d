// Example ids of the fake portal. The buttons and their ids are in index.html.
import { byId } from "./dom.js";

const presets = byId("presets");
const field = byId("ids");
/** @type {HTMLButtonElement[]} */
const buttons = Array.from(presets.querySelectorAll("button"));

for (const button of buttons) {
  button.addEventListener("click", () => {
    field.value = idsOf(button);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** The ids of the first preset. */
export const SAMPLE_IDS = idsOf(buttons[0]);

/** The ids of the preset with this name, or `null`. */
export function presetIds(name) {
  const button = buttons.find(({ value }) => value === name);
  return button ? idsOf(button) : null;
}

/** The name of the preset with these ids, or `null`. */
export function presetName(ids) {
  return buttons.find((button) => idsOf(button) === ids)?.value ?? null;
}

/** Shows or hides the presets. */
export function showPresets(isEmbedded) {
  presets.hidden = !isEmbedded;
}

function idsOf(/** @type {HTMLButtonElement} */ { dataset }) {
  return dataset.ids ?? "";
}
