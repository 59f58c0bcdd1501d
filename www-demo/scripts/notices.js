// What is to be said about an answer besides the users in it.
import { count, element } from "./dom.js";
import { errorFacts } from "./errors.js";
import { remark } from "./remark.js";

const MOST_SHOWN = 50;
const MOST_IN_GIST = 3;

/** Everything that is not as one might think. */
export function listNotices({ missing, invalid, issues, failed }) {
  const values = invalid.map(({ value }) => value);
  const failedIds = failed.flatMap(({ ids }) => ids);
  return [
    missing.length > 0 && notice("missing", "Missing", gist(missing), chips(missing)),
    invalid.length > 0 && notice("invalid", "Not ids", gist(values), chips(values)),
    failed.length > 0 && notice("failed", "Not fetched", gist(failedIds), failures(failed)),
    issues.length > 0 &&
      notice("issues", "Odd fields", issues.length.toLocaleString("en"), issueList(issues)),
  ].filter(Boolean);
}

const EXPLANATIONS = {
  missing: "The portal does not know them, or this caller may not see them.",
  invalid: "Not sent to the portal, which could take them for somebody else.",
  failed: "These requests failed; what the others brought is below.",
  issues: "They did not arrive as documented and are left empty.",
};

function notice(kind, title, gist, content) {
  return remark(kind, title, gist, element("p", { class: "muted" }, EXPLANATIONS[kind]), content);
}

function gist(values) {
  const rest = values.length - MOST_IN_GIST;
  return (
    values.slice(0, MOST_IN_GIST).join(", ") +
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

function list(kind, values, show) {
  const items = values.slice(0, MOST_SHOWN).map((value) => element("li", {}, ...show(value)));
  const rest = values.length - items.length;
  if (rest > 0) items.push(element("li", {}, `and ${rest.toLocaleString("en")} more`));
  return element("ul", { class: kind }, ...items);
}
