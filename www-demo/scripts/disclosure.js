import { element } from "./dom.js";

/** A `<details>` with a title and a summary on one line. Its content opens over the page below. */
export function disclosure(kind, title, summary, ...content) {
  const id = `disclosure-${kind}`;
  return element(
    // One name for all, so that at most one is open.
    "details",
    { class: `disclosure disclosure-${kind}`, name: "disclosure" },
    element(
      "summary",
      {},
      element("h3", { id }, title),
      summary && element("span", { class: "summary", dir: "auto" }, summary),
    ),
    // Focusable, so that it can be scrolled by keyboard.
    element(
      "section",
      { class: "disclosure-content", "aria-labelledby": id, tabindex: 0 },
      ...content,
    ),
  );
}

// Closes on Escape and on a click outside.
document.addEventListener("keydown", ({ key }) => key === "Escape" && close(findOpenDisclosure()));
document.addEventListener("pointerdown", ({ target }) => {
  const disclosure = findOpenDisclosure();
  if (!disclosure?.contains(/** @type {Node} */ (target))) close(disclosure);
});

/** @returns {HTMLDetailsElement | null} */
function findOpenDisclosure() {
  return document.querySelector(".disclosure[open]");
}

function close(disclosure) {
  if (!disclosure) return;
  if (disclosure.contains(document.activeElement)) disclosure.querySelector("summary").focus();
  disclosure.open = false;
}
