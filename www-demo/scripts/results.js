// The part of the page that shows what came of a request.
import { byId, count } from "./dom.js";
import { errorNotice, errorRemark } from "./errors.js";
import { listNotices } from "./notices.js";
import { clear, showPeople, showSkeletons } from "./people.js";

const NO_BREAK = "\u00a0";
/** How many people a chat may have. */
const SOME = 12;

const [results, status, progress, error, notices] = [
  "results",
  "status",
  "progress",
  "error",
  "notices",
].map(byId);
let isFirst = true;

/** Shows that `wanted` users are being asked for, or the people of a chat. */
export function showWaiting(wanted, chat) {
  isFirst = true;
  results.setAttribute("aria-busy", "true");
  status.textContent = `Asking for ${chat ? `the people of ${chat}` : count(wanted, "user")} …`;
  // Without a value it says that something is going on.
  progress.removeAttribute("value");
  delete progress.dataset.off;
  error.replaceChildren();
  notices.replaceChildren();
  showSkeletons(chat ? SOME : wanted);
  status.scrollIntoView({ block: "nearest" });
}

/** Shows how far it is. */
export function showProgress({ done, total, requests }) {
  Object.assign(progress, { max: total, value: done });
  if (done < total)
    status.textContent = noBreaks([
      `${done.toLocaleString("en")} of ${count(total, "user")}`,
      count(requests, "request"),
    ]);
}

/** Shows users as they arrive. */
export async function showUsers(users) {
  if (users.length === 0) return;
  comeIntoView();
  await showPeople(users);
}

/** Shows how it ended. */
export function showOutcome(outcome) {
  const { list, error: failure } = outcome;
  results.setAttribute("aria-busy", "false");
  status.textContent = summary(outcome);
  progress.dataset.off = "";
  if (!list?.users.length) clear();
  if (failure) error.replaceChildren(list ? errorRemark(failure) : errorNotice(failure));
  if (!list) error.scrollIntoView({ block: "nearest" });
  if (list) notices.replaceChildren(...listNotices(list));
  comeIntoView();
}

// On a narrow screen the results are below the form. Once only: the reader may be elsewhere by the next part.
function comeIntoView() {
  if (isFirst && results.getBoundingClientRect().top > innerHeight / 2) results.scrollIntoView();
  isFirst = false;
}

function summary({ list, requests, seconds }) {
  const took = `${seconds.toFixed(2)} s`;
  if (!list) return `No users, after ${took}.`;
  return noBreaks([
    count(list.users.length, "user"),
    list.missing.length > 0 && `${list.missing.length} missing`,
    list.invalid.length > 0 && `${list.invalid.length} invalid`,
    list.failed.length > 0 && `${list.failed.flatMap(({ ids }) => ids).length} not fetched`,
    count(requests, "request"),
    took,
  ]);
}

/** Parts of a line that breaks between them only. */
function noBreaks(parts) {
  return parts
    .filter(Boolean)
    .map((part) => part.replaceAll(" ", NO_BREAK))
    .join(" · ");
}
