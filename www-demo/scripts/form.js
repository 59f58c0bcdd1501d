// The form: what is asked for, and whether something is under way.
import { byId } from "./dom.js";
import { parseIds } from "./ids.js";

/** Two ordinary people, one who does not exist, and some of each kind that the embedded portal has. */
const INTERESTING_IDS = "4, 5, 999, 25, 28, 1, 17, 61, 72, 74, 81, 90, 92, 93, 105, 106, 107, 108, 4abc";

const [portal, token, ids, submit, stop] = ["portal", "token", "ids", "submit", "stop"].map(byId);
let running = null;

/** Fills in what is still empty, from the description of the embedded portal. */
export function prefill(description) {
  if (!description) return;
  portal.value ||= description.origin;
  token.value ||= description.accessToken;
  ids.value ||= INTERESTING_IDS;
}

/** Calls `ask(request, signal)` when the form is sent, until which another is not. */
export function onRequest(ask) {
  byId("request").addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) return;
    running = new AbortController();
    ask({ portal: portal.value.trim(), token: token.value.trim(), ids: parseIds(ids.value) }, running.signal);
  });
  stop.addEventListener("click", () => running?.abort());
}

/** Shows whether a request is under way. */
export function setRunning(isRunning) {
  if (!isRunning) {
    running = null;
    // A disabled button loses the keyboard's focus to nowhere.
    if (document.activeElement === stop) submit.focus();
  }
  // Not `disabled`, for the same reason.
  submit.setAttribute("aria-disabled", isRunning);
  stop.disabled = !isRunning;
}
