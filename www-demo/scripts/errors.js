// An error, for people.
import { isB24Error } from "b24-users";

import { ADVICE, ADVICE_BY_CODE } from "./advice.js";
import { element } from "./dom.js";
import { remark } from "./remark.js";

/** What went wrong and what to do about it, where nothing else came of the request. */
export function errorNotice(error) {
  const { kind, title, content } = explain(error);
  return element("div", { class: `notice notice-${kind}` }, element("h3", {}, title), ...content);
}

/** The same in one line that opens, above the users that arrived. */
export function errorRemark(error) {
  const { kind, title, content } = explain(error);
  return remark(kind, title, null, ...content);
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

function explain(error) {
  const say = (text) => element("p", { dir: "auto" }, text);
  if (!isB24Error(error))
    return { kind: "error", title: "This page failed", content: [say(String(error))] };
  if (error.kind === "aborted")
    return { kind: "stopped", title: "Stopped", content: [say("No more requests are sent.")] };
  const { title, remedy } = ADVICE_BY_CODE[error.code] ?? ADVICE[error.kind];
  return { kind: "error", title, content: [say(error.message), say(remedy), errorFacts(error)] };
}
