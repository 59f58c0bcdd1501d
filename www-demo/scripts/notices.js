// What is to be said about an answer besides the users in it.
import { count, element } from "./dom.js";
import { errorFacts } from "./errors.js";

const MOST_SHOWN = 50;

/** Everything that is not as one might think. */
export function listNotices({ missing, invalid, issues, failed }) {
  return [
    missing.length > 0 && notice("missing", "Missing", "The portal does not know them, or this caller may not see them.", chips(missing)),
    invalid.length > 0 && notice("invalid", "Not ids", "Not sent to the portal, which could take them for somebody else.", chips(invalid.map(({ value }) => value))),
    failed.length > 0 && notice("failed", "Not fetched", "These requests failed; what the others brought is below.", failures(failed)),
    issues.length > 0 && notice("issues", "Odd fields", "They did not arrive as documented and are left empty.", issueList(issues)),
  ].filter(Boolean);
}

function notice(kind, title, explanation, content) {
  const id = `notice-${kind}`;
  return element(
    "section",
    { class: "notice", "aria-labelledby": id },
    element("h3", { id }, title),
    element("p", { class: "muted" }, explanation),
    content,
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
  return list("lines", failed, ({ ids, error }) => [`${count(ids.length, "id")}: ${error.message} `, errorFacts(error)]);
}

function list(kind, values, show) {
  const items = values.slice(0, MOST_SHOWN).map((value) => element("li", {}, ...show(value)));
  const rest = values.length - items.length;
  if (rest > 0) items.push(element("li", {}, `and ${rest} more`));
  return element("ul", { class: kind }, ...items);
}
