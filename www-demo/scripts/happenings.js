// What the client's events are in words.
import { count } from "./dom.js";

const WAITS = {
  limit: "the portal takes no more at once",
  operating: "the portal has worked enough for this method",
};

/**
 * An event's row: its `kind`, `what` it is and `more` about it, `from` when `to` when (`null`: not yet known), and its `outcome`.
 * `null` for events without one.
 */
export function rowOf(event) {
  const { type: kind, at: from, request, method, ids, ms, reason, afterMs, attempt, code } = event;
  switch (kind) {
    case "request":
      return {
        kind,
        what: `${request} ${method}`,
        more: ids > 0 ? count(ids, "id") : null,
        from,
        to: null,
        outcome: "under way",
      };
    case "wait":
      return { kind, what: "Wait", more: seconds(ms), from, to: from + ms, outcome: WAITS[reason] };
    case "retry":
      return {
        kind,
        what: "Retry",
        more: `in ${seconds(afterMs)}`,
        from,
        to: from + afterMs,
        outcome: `attempt ${attempt}, after ${code}`,
      };
    case "split":
      return {
        kind,
        what: "Split",
        more: count(ids, "id"),
        from,
        to: from,
        outcome: `in halves, after ${code}`,
      };
    case "refresh":
      return {
        kind,
        what: "New token",
        more: null,
        from,
        to: from,
        outcome: "the last has expired",
      };
    default:
      return null;
  }
}

/** How a request ended. */
export function outcomeOf({ status, code }) {
  return [status, code].filter((part) => part !== null).join(" ");
}

/** What a client has done so far. */
export function summaryOf({ requests, retries, waits, splits, refreshes, cacheHits }) {
  return [
    count(requests, "request"),
    count(retries, "retry", "retries"),
    count(waits, "wait"),
    splits > 0 && count(splits, "split"),
    refreshes > 0 && count(refreshes, "new token"),
    `${cacheHits.toLocaleString("en")} from the cache`,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** `0.12 s`. */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}
