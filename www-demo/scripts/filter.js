// Narrows the cards down to those whose text has what is typed.
import { userOf } from "./cards.js";
import { byId, count } from "./dom.js";

const FEWEST_CARDS = 4;

const [filter, text, status] = ["filter", "filter-text", "filter-status"].map(byId);
/** What is looked through, by card: thousands are too many to read anew at each key. */
const folded = new WeakMap();
let wanted = "";

/** Calls `narrow()` when something else is typed. */
export function onFilter(narrow) {
  text.addEventListener("input", () => {
    wanted = fold(text.value.trim());
    narrow();
  });
}

/** Whether a card has what is typed. The first time, which is when it is made, is slower. */
export function fits(card) {
  if (!folded.has(card)) folded.set(card, fold(textOf(card)));
  return folded.get(card).includes(wanted);
}

// What is inside of elements is no text of the page's.
function textOf(card) {
  const { name, workPosition } = userOf(card);
  return [name, workPosition, card.textContent].join(" ");
}

/** Tells how many cards fit, for those who do not see it. */
export function tellShown(number) {
  status.textContent = `${count(number, "user")} shown`;
}

/** Is there for as many cards as need one, and forgets what was typed when there are none. */
export function readyFilter(number) {
  // Its place is kept.
  filter.toggleAttribute("data-off", number < FEWEST_CARDS);
  if (number > 0) return;
  text.value = wanted = "";
  status.textContent = "";
}

// "ё" and "é" are also found by those who type "е" and "e".
function fold(string) {
  return string.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
