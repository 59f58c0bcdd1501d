// The list of cards. It is laid out in blocks, of which the browser skips those out of sight: thousands of cards in one grid would
// all be measured at each step of scrolling.
import { card, skeleton } from "./cards.js";
import { byId, element } from "./dom.js";
import { fits, onFilter, readyFilter, tellShown } from "./filter.js";

const MOST_SKELETONS = 12;
/** Full rows of two, three and four columns; so few that the page answers to keys and pointers between two blocks. */
const BLOCK = 24;

const [cards, results] = ["cards", "results"].map(byId);
let everybody = [];
/** How many of them have had their turn to be laid out, which those who do not fit the filter let pass. */
let passed = 0;

onFilter(() => {
  cards.replaceChildren();
  passed = 0;
  layOutBlock();
  layOutRest();
  tellShown(everybody.filter(fits).length);
  // The first of those who are left, for somebody who has scrolled far.
  if (results.getBoundingClientRect().top < 0) results.scrollIntoView({ behavior: "instant" });
});

/** Shows that so many people are awaited. */
export function showSkeletons(wanted) {
  clear();
  append(Array.from({ length: Math.min(wanted, MOST_SKELETONS) }, skeleton));
}

/** Shows nobody. */
export function clear() {
  everybody = [];
  passed = 0;
  cards.replaceChildren();
  readyFilter(0);
}

/** Shows more people, after those who are there. */
export async function showPeople(users) {
  for (let begin = 0; begin < users.length; begin += BLOCK) {
    if (everybody.length === 0) cards.replaceChildren();
    else await breathe();
    everybody.push(...users.slice(begin, begin + BLOCK).map(card));
    layOutBlock();
    readyFilter(everybody.length);
  }
  // Who types meanwhile has everybody laid out anew.
  await layOutRest();
}

async function layOutRest() {
  while (passed < everybody.length) {
    await breathe();
    layOutBlock();
  }
}

function layOutBlock() {
  const block = [];
  while (block.length < BLOCK && passed < everybody.length) {
    const card = everybody[passed++];
    if (fits(card)) block.push(card);
  }
  append(block);
}

function append(fresh) {
  for (const card of fresh) {
    let block = cards.lastElementChild;
    if (!block || block.childElementCount === BLOCK) {
      block = element("div", { class: "block", role: "none" });
      cards.append(block);
    }
    block.append(card);
    block.style.setProperty("--cards", block.childElementCount);
  }
}

/** Lets the browser do what else there is to do. Timers would take a second each in a tab that is not seen. */
function breathe() {
  if (globalThis.scheduler?.yield) return scheduler.yield();
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
