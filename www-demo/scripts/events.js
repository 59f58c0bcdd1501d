// Texts for the events of the client.
import { count } from "./dom.js";

const WAIT_REASONS = {
  limit: "the portal's request limit",
  operating: "the operating time limit of this method",
};

/**
 * The row of an event: its `kind`, its `title` with optional `detail`, its start and end (`to` is
 * `null` while it is open), and its `outcome`. `null` for events that have no row.
 */
export function rowOf(event) {
  const { type: kind, at: from, request, method, ids, ms, reason, afterMs, attempt, code } = event;
  switch (kind) {
    case "request":
      return {
        kind,
        title: `${request} ${method}`,
        detail: ids > 0 ? count(ids, "id") : null,
        from,
        to: null,
        outcome: "in flight",
      };
    case "wait":
      return {
        kind,
        title: "Wait",
        detail: seconds(ms),
        from,
        to: from + ms,
        outcome: WAIT_REASONS[reason],
      };
    case "retry":
      return {
        kind,
        title: "Retry",
        detail: `in ${seconds(afterMs)}`,
        from,
        to: from + afterMs,
        outcome: `attempt ${attempt}, after ${code}`,
      };
    case "split":
      return {
        kind,
        title: "Split",
        detail: count(ids, "id"),
        from,
        to: from,
        outcome: `in halves, after ${code}`,
      };
    case "refresh":
      return {
        kind,
        title: "New token",
        detail: null,
        from,
        to: from,
        outcome: "the previous one expired",
      };
    default:
      return null;
  }
}

/** The status and error code of a response. */
export function outcomeOf({ status, code }) {
  return [status, code].filter((part) => part !== null).join(" ");
}

/** A client's statistics. */
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
