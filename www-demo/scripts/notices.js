// Notices about a result: missing, invalid and failed ids, and invalid fields.
import { count, element } from "./dom.js";
import { errorFacts } from "./errors.js";
import { disclosure } from "./disclosure.js";

const MAX_SHOWN = 50;
const MAX_IN_SUMMARY = 3;

/** The notices of a result. */
export function listNotices({ missing, invalid, issues, failed }) {
  const values = invalid.map(({ value }) => value);
  const failedIds = failed.flatMap(({ ids }) => ids);
  return [
    missing.length > 0 && notice("missing", "Missing", summarize(missing), chips(missing)),
    invalid.length > 0 && notice("invalid", "Invalid ids", summarize(values), chips(values)),
    failed.length > 0 && notice("failed", "Not fetched", summarize(failedIds), failures(failed)),
    issues.length > 0 &&
      notice("issues", "Invalid fields", issues.length.toLocaleString("en"), issueList(issues)),
  ].filter((notice) => notice !== false);
}

const EXPLANATIONS = {
  missing: "They do not exist on the portal, or are not visible to the token's user.",
  invalid: "Not sent, because the portal could convert them to the id of another user.",
  failed: "These requests failed. The results of the others are below.",
  issues: "Their values are not as documented, so they are left empty.",
};

function notice(kind, title, summary, content) {
  return disclosure(
    kind,
    title,
    summary,
    element("p", { class: "muted" }, EXPLANATIONS[kind]),
    content,
  );
}

function summarize(values) {
  const rest = values.length - MAX_IN_SUMMARY;
  return (
    values.slice(0, MAX_IN_SUMMARY).join(", ") +
    (rest > 0 ? ` and ${rest.toLocaleString("en")} more` : "")
  );
}

function chips(values) {
  return list("chips", values, (value) => [element("code", { dir: "auto" }, String(value))]);
}

function issueList(issues) {
  return list("lines", issues, ({ id, path, expected, received }) => [
    `User ${id}: `,
    element("code", {}, path),
    ` should be ${expected}, is `,
    element("code", {}, received),
  ]);
}

function failures(failed) {
  return list("lines", failed, ({ ids, error }) => [
    `${count(ids.length, "id")}: ${error.message} `,
    errorFacts(error),
  ]);
}

function list(className, values, render) {
  const items = values.slice(0, MAX_SHOWN).map((value) => element("li", {}, ...render(value)));
  const rest = values.length - items.length;
  if (rest > 0) items.push(element("li", {}, `and ${rest.toLocaleString("en")} more`));
  return element("ul", { class: className }, ...items);
}
