// The form: its values, and whether a request is running.
import { byId } from "./dom.js";
import { chatIn, parseIds } from "./ids.js";
import { SAMPLE_IDS } from "./presets.js";

const portal = byId("portal");
const token = byId("token");
const ids = byId("ids");
const fresh = byId("fresh");
const submit = byId("submit");
const stop = byId("stop");
/** @type {AbortController | null} */
let running = null;
/**
 * @typedef {Awaited<ReturnType<typeof import("./frame.js").detectFrame>>} Frame
 * @type {Frame}
 */
let frame = null;

/** Takes the portal and its tokens from the frame of the portal instead of the form. */
export function useFrame(detectedFrame) {
  frame = detectedFrame;
  portal.value = detectedFrame.portal;
  portal.readOnly = true;
  token.disabled = true;
  byId("token-field").hidden = true;
  byId("frame-hint").hidden = false;
  ids.value ||= SAMPLE_IDS;
}

/** The text of the ids. */
export function formIds() {
  return ids.value;
}

/** Replaces the ids. */
export function setIds(text) {
  ids.value = text;
}

/** Calls `onChange()` when the user changes the ids. */
export function onIdsChange(onChange) {
  ids.addEventListener("input", onChange);
}

/** Fills empty fields from the description of the fake portal. */
export function prefill(description) {
  if (!description) return;
  portal.value ||= description.origin;
  token.value ||= description.accessToken;
  ids.value ||= SAMPLE_IDS;
}

/**
 * Calls `onChange(isSelected)` now and at each input: whether the form has this portal's address.
 */
export function watchPortal(origin, onChange) {
  const compare = () => onChange(portal.value.trim() === origin);
  portal.addEventListener("input", compare);
  compare();
}

/** Calls `send(request, signal)` when the form is submitted, unless a request is running. */
export function onRequest(send) {
  byId("request").addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) return;
    running = new AbortController();
    const chat = chatIn(ids.value);
    send(
      { ...connection(), chat, ids: chat ? [] : parseIds(ids.value), fresh: fresh.checked },
      running.signal,
    );
  });
  stop.addEventListener("click", () => running?.abort());
}

/** Sends the form, as a click on its button would. */
export function submitForm() {
  byId("request").requestSubmit();
}

/** The portal's address and its credentials. */
export function connection() {
  return { portal: portal.value.trim(), token: token.value.trim(), frame };
}

/** Shows whether a request is running. */
export function setRunning(isRunning) {
  if (!isRunning) {
    running = null;
    // A button that is disabled loses the keyboard focus to the document.
    if (document.activeElement === stop) submit.focus();
  }
  // Not `disabled`, for the same reason.
  submit.setAttribute("aria-disabled", String(isRunning));
  stop.disabled = !isRunning;
}
