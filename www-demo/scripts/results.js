// The part of the page that shows what came of a request.
import { card, skeleton } from "./cards.js";
import { byId, count } from "./dom.js";
import { errorNotice } from "./errors.js";
import { resetFilter } from "./filter.js";
import { listNotices } from "./notices.js";

const MOST_SKELETONS = 12;
const NO_BREAK = "\u00a0";

const [results, status, error, notices, cards] = ["results", "status", "error", "notices", "cards"].map(byId);

/** Shows that `wanted` users are being asked for. */
export function showWaiting(wanted) {
  results.setAttribute("aria-busy", "true");
  status.textContent = `Asking for ${count(wanted, "user")} …`;
  show([], [], Array.from({ length: Math.min(wanted, MOST_SKELETONS) }, skeleton));
  status.scrollIntoView({ block: "nearest" });
}

/** Shows what `lookUp` found. */
export function showOutcome(outcome) {
  const { list, error: failure } = outcome;
  results.setAttribute("aria-busy", "false");
  status.textContent = summary(outcome);
  show(failure ? [errorNotice(failure)] : [], list ? listNotices(list) : [], list ? list.users.map(card) : []);
  // On a narrow screen the results are below the form.
  if (results.getBoundingClientRect().top > innerHeight / 2) results.scrollIntoView();
}

function show(errorNodes, noticeNodes, cardNodes) {
  error.replaceChildren(...errorNodes);
  notices.replaceChildren(...noticeNodes);
  cards.replaceChildren(...cardNodes);
  resetFilter();
}

function summary({ list, seconds }) {
  const took = `${seconds.toFixed(2)} s`;
  if (!list) return `No users, after ${took}.`;
  return [
    count(list.users.length, "user"),
    list.missing.length > 0 && `${list.missing.length} missing`,
    list.invalid.length > 0 && `${list.invalid.length} invalid`,
    list.failed.length > 0 && "some not fetched",
    count(list.time.requests, "request"),
    took,
  ]
    .filter(Boolean)
    .map((part) => part.replaceAll(" ", NO_BREAK))
    .join(" · ");
}
