// Views of errors.
import { isB24Error } from "b24-users";

import { HELP_BY_KIND, HELP_BY_CODE } from "./error-help.js";
import { element } from "./dom.js";
import { disclosure } from "./disclosure.js";

/** The error and its remedy, for a request without any result. */
export function errorNotice(error) {
  const { kind, title, content } = explain(error);
  return element("div", { class: `notice notice-${kind}` }, element("h3", {}, title), ...content);
}

/** The same as a disclosure above partial results. */
export function errorDisclosure(error) {
  const { kind, title, content } = explain(error);
  return disclosure(kind, title, null, ...content);
}

/** The machine-readable properties of an error. */
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
  const paragraph = (text) => element("p", { dir: "auto" }, text);
  if (!isB24Error(error))
    return { kind: "error", title: "This page failed", content: [paragraph(String(error))] };
  if (error.kind === "aborted")
    return {
      kind: "stopped",
      title: "Stopped",
      content: [paragraph("No more requests are sent.")],
    };
  const { title, remedy } = HELP_BY_CODE[error.code] ?? HELP_BY_KIND[error.kind];
  return {
    kind: "error",
    title,
    content: [paragraph(error.message), paragraph(remedy), errorFacts(error)],
  };
}
