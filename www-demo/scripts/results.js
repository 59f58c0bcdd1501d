// The view of a request's result.
import { byId, count } from "./dom.js";
import { errorNotice, errorDisclosure } from "./errors.js";
import { listNotices } from "./notices.js";
import { clear, showPeople, showSkeletons } from "./people.js";

const NO_BREAK = "\u00a0";
/** Placeholders for a chat, whose size is not known. */
const CHAT_SKELETONS = 12;

const results = byId("results");
const status = byId("status");
const progress = byId("progress");
const error = byId("error");
const notices = byId("notices");
let mayScroll = false;

/**
 * Shows that `expected` users, or the members of a chat, are loading, and scrolls to them if
 * `shouldScroll`.
 */
export function showLoading(expected, chat, shouldScroll) {
  mayScroll = shouldScroll;
  results.setAttribute("aria-busy", "true");
  status.textContent = `Loading ${chat ? `the members of ${chat}` : count(expected, "user")} …`;
  // Without a value, the progress is indeterminate.
  progress.removeAttribute("value");
  delete progress.dataset.off;
  error.replaceChildren();
  notices.replaceChildren();
  showSkeletons(chat ? CHAT_SKELETONS : expected);
  if (mayScroll) status.scrollIntoView({ block: "nearest" });
}

/** Shows the progress. */
export function showProgress({ done, total, requests }) {
  Object.assign(progress, { max: total, value: done });
  if (done < total)
    status.textContent = joinParts([
      `${done.toLocaleString("en")} of ${count(total, "user")}`,
      count(requests, "request"),
    ]);
}

/** Appends a chunk of users. */
export async function showUsers(users) {
  if (users.length === 0) return;
  scrollIntoViewOnce();
  await showPeople(users);
}

/** Shows the outcome of the request. */
export function showOutcome(outcome) {
  const { list, error: failure } = outcome;
  results.setAttribute("aria-busy", "false");
  status.textContent = summary(outcome);
  progress.dataset.off = "";
  if (!list?.users.length) clear();
  if (failure) error.replaceChildren(list ? errorDisclosure(failure) : errorNotice(failure));
  if (!list && mayScroll) error.scrollIntoView({ block: "nearest" });
  if (list) notices.replaceChildren(...listNotices(list));
  scrollIntoViewOnce();
}

// On a narrow screen the results are below the form. Once only: by the next chunk the user may have
// scrolled elsewhere.
function scrollIntoViewOnce() {
  if (mayScroll && results.getBoundingClientRect().top > innerHeight / 2) results.scrollIntoView();
  mayScroll = false;
}

function summary({ list, requests, seconds }) {
  const duration = `${seconds.toFixed(2)} s`;
  if (!list) return `No users, after ${duration}.`;
  return joinParts([
    count(list.users.length, "user"),
    list.missing.length > 0 && `${list.missing.length} missing`,
    list.invalid.length > 0 && `${list.invalid.length} invalid`,
    list.failed.length > 0 && `${list.failed.flatMap(({ ids }) => ids).length} not fetched`,
    count(requests, "request"),
    duration,
  ]);
}

/** Joins the parts of a line that may break only between them. */
function joinParts(parts) {
  return parts
    .filter(Boolean)
    .map((part) => part.replaceAll(" ", NO_BREAK))
    .join(" · ");
}
