// An error, for people.
import { isB24Error } from "b24-users";

import { ADVICE, ADVICE_BY_CODE } from "./advice.js";
import { element } from "./dom.js";

/** What went wrong and what to do about it. */
export function errorNotice(error) {
  if (!isB24Error(error)) return notice("error", "This page failed", String(error));
  if (error.kind === "aborted") return notice("stopped", "Stopped", "No more requests are sent.");
  const advice = ADVICE_BY_CODE[error.code] ?? ADVICE[error.kind];
  return notice("error", advice.title, error.message, element("p", {}, advice.remedy), errorFacts(error));
}

/** What a program would go by. */
export function errorFacts({ kind, code, status, method, retryable }) {
  const facts = { kind, code, status, method, retryable };
  return element(
    "span",
    { class: "facts" },
    ...Object.entries(facts)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => element("code", {}, `${name}: ${value}`)),
  );
}

function notice(kind, title, message, ...more) {
  return element(
    "div",
    { class: `notice notice-${kind}` },
    element("h3", {}, title),
    element("p", { dir: "auto" }, message),
    ...more,
  );
}
