// Texts for the events of the client.
import { count } from "./dom.js";

/** The default of the package's `limits.perSecond`. */
const REQUESTS_PER_SECOND = 2;

const WAIT_REASONS = {
  limit: `the portal accepts ${REQUESTS_PER_SECOND} requests per second`,
  operating: "this method has used up its operating time on the portal",
};

/**
 * The row of an event: its `kind`, its `title` with optional `detail`, its start and end (`to` is
 * `null` while it is open), its `outcome`, and the `pending` text to show until its end. `null`
 * for events that have no row.
 */
export function rowOf(event, maxAttempts) {
  const { type: kind, at: from, request, method, ids, ms, reason, afterMs, attempt, code } = event;
  switch (kind) {
    case "request":
      return {
        kind,
        title: `${request} ${method}`,
        detail: ids > 0 ? count(ids, "id") : null,
        from,
        to: null,
        pending: "in flight",
        outcome: "",
      };
    case "wait": {
      const text = `${duration(ms)}: ${WAIT_REASONS[reason]}`;
      return {
        kind,
        title: "Wait",
        detail: null,
        from,
        to: from + ms,
        pending: `Waiting ${text}`,
        outcome: `Waited ${text}`,
      };
    }
    case "retry": {
      const text = `after ${code}, attempt ${attempt} of at most ${maxAttempts}; backoff ${duration(afterMs)}`;
      return {
        kind,
        title: "Retry",
        detail: null,
        from,
        to: from + afterMs,
        pending: `Retrying ${text}`,
        outcome: `Retried ${text}`,
      };
    }
    case "split":
      return point(
        event,
        "Split",
        `Split ${count(ids, "id")} into halves after ${code}: ${splitReason(code)}`,
      );
    case "refresh":
      return point(
        event,
        "New token",
        "Requested a new access token: the portal does not accept the previous one any more",
      );
    default:
      return null;
  }
}

/** The row of an event without a duration. */
function point({ type: kind, at }, title, outcome) {
  return { kind, title, detail: null, from: at, to: at, pending: outcome, outcome };
}

function splitReason(code) {
  return code === "REQUEST_TIMEOUT"
    ? "smaller requests take less time"
    : "one record can fail a whole request";
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

/** `0.12 s`, `1.5 s`. */
function duration(ms) {
  return `${Math.max(Number((ms / 1000).toFixed(2)), 0.01)} s`;
}
