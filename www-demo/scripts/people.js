// The list of cards. It is divided into blocks, and the browser skips the layout of those out of
// view. One grid with thousands of cards would be measured as a whole at each step of scrolling.
import { card, skeleton } from "./cards.js";
import { byId, element } from "./dom.js";
import { announceMatches, matchesFilter, onFilter, updateFilter } from "./filter.js";

const MAX_SKELETONS = 12;
/**
 * Full rows of two, three and four columns. Small enough to stay responsive: input is handled
 * between two blocks.
 */
const BLOCK_SIZE = 24;

const cards = byId("cards");
const results = byId("results");
/** @type {HTMLElement[]} */
let allCards = [];
/** The index of the next card to render. Cards that do not match the filter are skipped. */
let nextIndex = 0;

onFilter(() => {
  cards.replaceChildren();
  nextIndex = 0;
  renderBlock();
  renderRest();
  announceMatches(allCards.filter(matchesFilter).length);
  // Scrolls to the first match after a change far down the list.
  if (results.getBoundingClientRect().top < 0) results.scrollIntoView({ behavior: "instant" });
});

/** Shows placeholders for `expected` users. */
export function showSkeletons(expected) {
  clear();
  append(Array.from({ length: Math.min(expected, MAX_SKELETONS) }, skeleton));
}

/** Removes all cards. */
export function clear() {
  allCards = [];
  nextIndex = 0;
  cards.replaceChildren();
  updateFilter(0);
}

/** Appends users to the list. */
export async function showPeople(users) {
  for (let begin = 0; begin < users.length; begin += BLOCK_SIZE) {
    if (allCards.length === 0) cards.replaceChildren();
    else await yieldToMain();
    allCards.push(...users.slice(begin, begin + BLOCK_SIZE).map(card));
    renderBlock();
    updateFilter(allCards.length);
  }
  // A change of the filter meanwhile starts again with the first card.
  await renderRest();
}

async function renderRest() {
  while (nextIndex < allCards.length) {
    await yieldToMain();
    renderBlock();
  }
}

function renderBlock() {
  const block = [];
  while (block.length < BLOCK_SIZE && nextIndex < allCards.length) {
    const card = allCards[nextIndex++];
    if (matchesFilter(card)) block.push(card);
  }
  append(block);
}

function append(newCards) {
  for (const card of newCards) {
    let block = /** @type {HTMLElement | null} */ (cards.lastElementChild);
    if (!block || block.childElementCount === BLOCK_SIZE) {
      block = element("div", { class: "block", role: "none" });
      cards.append(block);
    }
    block.append(card);
    block.style.setProperty("--cards", String(block.childElementCount));
  }
}

/** Yields to the event loop. Not by timers, which fire once a second in background tabs. */
function yieldToMain() {
  if (typeof globalThis.scheduler?.yield === "function") return scheduler.yield();
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(null);
  });
}
