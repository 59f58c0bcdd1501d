// The events of a call, drawn on one axis of time: a table whose bars are told in words to those who cannot see them.
import { byId, element } from "./dom.js";
import { outcomeOf, rowOf, seconds, summaryOf } from "./happenings.js";

/** The last ones; a call for very many users has very many requests. */
const MOST_ROWS = 100;
const TICK_MS = 200;

const [frame, scroller, body, axis, stats] = [
  "requests",
  "requests-rows",
  "requests-body",
  "requests-axis",
  "stats",
].map(byId);
let rows = [];
/** When the first event was: loading the package is not the portal's doing. */
let begin = null;
let left = 0;
let ticking = null;

// A narrow screen has its results below already.
frame.open = matchMedia("(min-width: 40rem)").matches;

/** Clears it for a new call. */
export function beginWaterfall() {
  rows = [];
  left = 0;
  begin = null;
  body.replaceChildren();
  stats.textContent = "Under way …";
  ticking = setInterval(draw, TICK_MS);
}

/** Takes an event in. */
export function note(event) {
  const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
  if (event.type === "response") {
    const row = rows.find(({ number }) => number === event.request);
    if (row)
      Object.assign(row, {
        to: event.at,
        outcome: outcomeOf(event),
        kind: event.code === null ? "done" : "failed",
      });
  } else {
    const row = rowOf(event);
    if (row) add({ ...row, number: event.request });
  }
  draw();
  if (isAtEnd) scroller.scrollTop = scroller.scrollHeight;
}

/** Leaves the picture as it is at the end of a call, with the client's `stats`. */
export function endWaterfall(clientStats) {
  clearInterval(ticking);
  const now = Date.now();
  for (const row of rows) {
    if (row.to === null) Object.assign(row, { outcome: "given up", kind: "failed" });
    row.to = Math.min(row.to ?? now, now);
  }
  draw();
  stats.textContent = clientStats ? `So far: ${summaryOf(clientStats)}` : "None.";
  if (rows.length > 0) return;
  const why = clientStats
    ? "No request: the client knew everybody already."
    : "No request was sent.";
  body.replaceChildren(element("tr", {}, element("td", { colspan: 3, class: "muted" }, why)));
}

function add(row) {
  const cells = {
    span: element("span", { class: "visually-hidden" }),
    bar: element("span", { class: "span" }),
    outcome: element("td"),
  };
  const node = element(
    "tr",
    {},
    element(
      "th",
      { scope: "row" },
      row.what,
      " ",
      row.more && element("span", { class: "muted" }, row.more),
    ),
    element("td", { class: "track" }, cells.span, cells.bar),
    cells.outcome,
  );
  begin ??= row.from;
  rows.push({ ...row, node, cells });
  body.append(node);
  if (rows.length > MOST_ROWS) {
    rows.shift().node.remove();
    left += 1;
  }
}

function draw() {
  if (rows.length === 0) {
    axis.textContent = "When";
    return;
  }
  const now = Date.now();
  const end = Math.max(...rows.map(({ to }) => to ?? now), begin + 1);
  axis.textContent = `0 to ${seconds(end - begin)}${left > 0 ? `, ${left} earlier left out` : ""}`;
  for (const { kind, from, to, outcome, node, cells } of rows) {
    const share = (at) => `${((100 * (at - begin)) / (end - begin)).toFixed(2)}%`;
    node.dataset.kind = kind;
    cells.bar.style.setProperty("--from", share(from));
    cells.bar.style.setProperty("--length", share(begin + (to ?? now) - from));
    cells.span.textContent = inWords(from, to);
    cells.outcome.textContent = outcome;
  }
}

function inWords(from, to) {
  const start = seconds(from - begin);
  if (from === to) return `at ${start}`;
  return `from ${start} to ${to === null ? "now" : seconds(to - begin)}`;
}
