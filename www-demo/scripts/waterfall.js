// The events of a call on one time axis: a table with bars, which have a text for screen readers.
import { byId, element } from "./dom.js";
import { outcomeOf, rowOf, seconds, summaryOf } from "./events.js";

/** Older rows are removed. */
const MAX_ROWS = 100;
const TICK_MS = 200;

const frame = byId("requests");
const scroller = byId("requests-rows");
const body = byId("requests-body");
const axis = byId("requests-axis");
const stats = byId("stats");
let rows = [];
/** The time of the first event, which excludes the loading of the package. */
let begin = 0;
let removedRows = 0;
let ticking = 0;

// Closed on narrow screens, where the results are far below.
frame.open = matchMedia("(min-width: 40rem)").matches;

/** Clears the table for a new call. */
export function startWaterfall() {
  rows = [];
  removedRows = 0;
  begin = 0;
  body.replaceChildren();
  stats.textContent = "Running …";
  ticking = setInterval(draw, TICK_MS);
}

/** Adds an event of a client that sends each request at most `maxAttempts` times. */
export function recordEvent(event, maxAttempts) {
  const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
  if (event.type === "response") {
    const row = rows.find(({ requestNumber }) => requestNumber === event.request);
    if (row)
      Object.assign(row, {
        to: event.at,
        outcome: outcomeOf(event),
        kind: event.code === null ? "done" : "failed",
      });
  } else {
    const row = rowOf(event, maxAttempts);
    if (row) add({ ...row, requestNumber: event.request });
  }
  draw();
  if (isAtEnd) scroller.scrollTop = scroller.scrollHeight;
}

/** Finishes the table at the end of a call and shows the client's statistics. */
export function endWaterfall(clientStats) {
  clearInterval(ticking);
  const now = Date.now();
  for (const row of rows) {
    if (row.to === null) Object.assign(row, { outcome: "aborted", kind: "failed" });
    else if (row.to > now) row.outcome = row.pending;
    row.to = Math.min(row.to ?? now, now);
  }
  draw();
  stats.textContent = clientStats ? `So far: ${summaryOf(clientStats)}` : "None.";
  if (rows.length > 0) return;
  const reason = clientStats ? "No request: all users were in the cache." : "No request was sent.";
  body.replaceChildren(element("tr", {}, element("td", { colspan: 3, class: "muted" }, reason)));
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
      row.title,
      " ",
      row.detail && element("span", { class: "muted" }, row.detail),
    ),
    element("td", { class: "track" }, cells.span, cells.bar),
    cells.outcome,
  );
  if (rows.length === 0 && removedRows === 0) begin = row.from;
  rows.push({ ...row, node, cells });
  body.append(node);
  if (rows.length > MAX_ROWS) {
    rows.shift().node.remove();
    removedRows += 1;
  }
}

function draw() {
  if (rows.length === 0) {
    axis.textContent = "Time";
    return;
  }
  const now = Date.now();
  const end = Math.max(...rows.map(({ to }) => to ?? now), begin + 1);
  axis.textContent = `0 to ${seconds(end - begin)}${removedRows > 0 ? `, ${removedRows} earlier omitted` : ""}`;
  for (const { kind, from, to, pending, outcome, node, cells } of rows) {
    const share = (at) => `${((100 * (at - begin)) / (end - begin)).toFixed(2)}%`;
    node.dataset.kind = kind;
    cells.bar.style.setProperty("--from", share(from));
    cells.bar.style.setProperty("--length", share(begin + (to ?? now) - from));
    cells.span.textContent = describeInterval(from, to);
    cells.outcome.textContent = to === null || to > now ? pending : outcome;
  }
}

function describeInterval(from, to) {
  const start = seconds(from - begin);
  if (from === to) return `at ${start}`;
  return `from ${start} to ${to === null ? "now" : seconds(to - begin)}`;
}
