// Example ids of the fake portal.
import { byId, element } from "./dom.js";

/** Two employees, a missing user, some users of each kind, and an invalid id. */
export const SAMPLE_IDS =
  "4, 5, 999, 25, 28, 1, 17, 61, 72, 74, 81, 90, 92, 93, 105, 106, 107, 108, 4abc";

const PRESETS = [
  ["All kinds", SAMPLE_IDS],
  ["Employees", "4, 5, 20-39"],
  ["Bots and guests", "17, 41, 61, 72, 74, 107, 108, 109"],
  ["Unusual records", "81, 83, 90, 91, 92, 93, 105, 106, 999, 0, 4abc, 9007199254740993"],
  ["A chat", "chat12"],
  ["A thousand", "1-1000"],
  ["Five thousand", "1-5000"],
];

const presets = byId("presets");
const field = byId("ids");

presets.replaceChildren(
  ...PRESETS.map(([name, ids]) => {
    const button = element(
      "button",
      { class: "choice", type: "button" },
      element("span", {}, name),
    );
    button.addEventListener("click", () => {
      field.value = ids;
    });
    return button;
  }),
);

/** Shows or hides the presets. */
export function showPresets(isEmbedded) {
  presets.hidden = !isEmbedded;
}
