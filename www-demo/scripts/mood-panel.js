// Which mood the fake portal is in, and the choice of another.
import { order } from "./control.js";
import { byId, element } from "./dom.js";
import { MOODS } from "./moods.js";

const [CALM] = MOODS;

const [panel, choices, meaning] = ["moods", "mood-choices", "mood-meaning"].map(byId);
let portal = null;
let mood = CALM;
let applied = Promise.resolve();

/** Offers the moods, and starts with a calm portal whatever the last visitor left. */
export async function startMoods(origin) {
  portal = origin;
  choices.replaceChildren(...MOODS.map(choice));
  await choose(CALM);
}

/** Shows or hides the choice. */
export function showMoods(isEmbedded) {
  panel.hidden = !isEmbedded;
}

/** The mood that the portal at that address is in, made anew: some faults have an end. `null` for portals with a mind of their own. */
export async function moodFor(address) {
  if (address !== portal) return null;
  await applied;
  if (mood !== CALM) await apply();
  return mood;
}

async function choose(chosen) {
  mood = chosen;
  meaning.textContent = mood.meaning;
  applied = apply();
  await applied;
}

async function apply() {
  try {
    await order(portal, mood);
  } catch {
    // Whoever asks such a portal for users is told more.
    meaning.textContent = "The portal cannot be reached.";
  }
}

function choice(offered) {
  const input = element("input", { type: "radio", name: "mood", checked: offered === CALM });
  input.addEventListener("change", () => choose(offered));
  return element("label", { class: "choice" }, input, element("span", {}, offered.name));
}
