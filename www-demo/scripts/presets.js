// Ids of the fake portal that are worth a try.
import { byId, element } from "./dom.js";

/** Two ordinary people, one who does not exist, some of each kind, and one entry that is no id. */
export const SOME_OF_EACH =
  "4, 5, 999, 25, 28, 1, 17, 61, 72, 74, 81, 90, 92, 93, 105, 106, 107, 108, 4abc";

const PRESETS = [
  ["Some of each", SOME_OF_EACH],
  ["Everyday people", "4, 5, 20-39"],
  ["Bots and guests", "17, 41, 61, 72, 74, 107, 108, 109"],
  ["Odd records", "81, 83, 90, 91, 92, 93, 105, 106, 999, 0, 4abc, 9007199254740993"],
  ["A chat", "chat12"],
  ["A thousand", "1-1000"],
  ["Five thousand", "1-5000"],
];

const [presets, field] = ["presets", "ids"].map(byId);

presets.replaceChildren(
  ...PRESETS.map(([name, ids]) => {
    const button = element(
      "button",
      { class: "choice", type: "button" },
      element("span", {}, name),
    );
    button.addEventListener("click", () => (field.value = ids));
    return button;
  }),
);

/** Shows or hides the choice. */
export function showPresets(isEmbedded) {
  presets.hidden = !isEmbedded;
}
