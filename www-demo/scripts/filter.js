// Filters the cards by their text.
import { userOf } from "./cards.js";
import { byId, count } from "./dom.js";

const MIN_CARDS = 4;

const filter = byId("filter");
const text = byId("filter-text");
const status = byId("filter-status");
/** The normalized text of each card: thousands are too many to read at each keystroke. */
const normalizedText = new WeakMap();
let query = "";

/** Calls `applyFilter()` after each change of the query. */
export function onFilter(applyFilter) {
  text.addEventListener("input", () => {
    query = normalize(text.value.trim());
    applyFilter();
  });
}

/** Whether the card's text contains the query. The first call for a card is slower. */
export function matchesFilter(card) {
  if (!normalizedText.has(card)) normalizedText.set(card, normalize(textOf(card)));
  return normalizedText.get(card).includes(query);
}

// `textContent` omits the shadow roots of elements.
function textOf(card) {
  const { name, workPosition } = userOf(card);
  return [name, workPosition, card.textContent].join(" ");
}

/** Announces the number of matching cards to screen readers. */
export function announceMatches(number) {
  status.textContent = `${count(number, "user")} shown`;
}

/** Shows the filter from `MIN_CARDS` cards on, and resets the query if there are none. */
export function updateFilter(number) {
  // The attribute hides it without a change of the layout.
  filter.toggleAttribute("data-off", number < MIN_CARDS);
  if (number > 0) return;
  text.value = query = "";
  status.textContent = "";
}

// "е" and "e" in a query also match "ё" and "é".
function normalize(string) {
  return string.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
