// Narrows the cards down to those whose text has what is typed.
import { byId, count } from "./dom.js";

const FEWEST_CARDS = 4;

const [filter, text, status, cards] = ["filter", "filter-text", "filter-status", "cards"].map(byId);

text.addEventListener("input", () => {
  const wanted = fold(text.value.trim());
  for (const card of cards.children) card.hidden = !fold(card.textContent).includes(wanted);
  status.textContent = `${count(cards.querySelectorAll(":scope > :not([hidden])").length, "user")} shown`;
});

/** Starts over for new cards; a few need no filter. */
export function resetFilter() {
  text.value = "";
  status.textContent = "";
  filter.hidden = cards.querySelectorAll("[data-user]").length < FEWEST_CARDS;
}

// "ё" and "é" are also found by those who type "е" and "e".
function fold(string) {
  return string.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
