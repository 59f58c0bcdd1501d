// The form: what is asked for, and whether something is under way.
import { byId } from "./dom.js";
import { chatIn, parseIds } from "./ids.js";
import { SOME_OF_EACH } from "./presets.js";

const [portal, token, ids, fresh, submit, stop] = [
  "portal",
  "token",
  "ids",
  "fresh",
  "submit",
  "stop",
].map(byId);
let running = null;
let frame = null;

/** Leaves portal and token to the page around this one, whose `frame` is. */
export function leaveToFrame(given) {
  frame = given;
  portal.value = frame.portal;
  portal.readOnly = true;
  token.disabled = true;
  byId("token-field").hidden = true;
  byId("frame-hint").hidden = false;
  ids.value ||= SOME_OF_EACH;
}

/** Fills in what is still empty, from the description of the fake portal. */
export function prefill(description) {
  if (!description) return;
  portal.value ||= description.origin;
  token.value ||= description.accessToken;
  ids.value ||= SOME_OF_EACH;
}

/** Calls `tell(isThere)` now and whenever the form begins or ceases to point to that portal. */
export function watchPortal(origin, tell) {
  const compare = () => tell(portal.value.trim() === origin);
  portal.addEventListener("input", compare);
  compare();
}

/** Calls `ask(request, signal)` when the form is sent, until which another is not. */
export function onRequest(ask) {
  byId("request").addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) return;
    running = new AbortController();
    const chat = chatIn(ids.value);
    ask(
      { ...door(), chat, ids: chat ? [] : parseIds(ids.value), fresh: fresh.checked },
      running.signal,
    );
  });
  stop.addEventListener("click", () => running?.abort());
}

/** Which portal the form points to, and what is to open it. */
export function door() {
  return { portal: portal.value.trim(), token: token.value.trim(), frame };
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
