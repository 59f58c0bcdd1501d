// Turns outcomes into what a page of another origin gets: responses and network faults.
const NULL_BODY_STATUSES = [101, 204, 205, 304];

/** Resolves with the response after its delay, rejects with a network error, or hangs. */
export async function respond(outcome, content, { url, redirect, sleep = delay, aborted }) {
  const { kind, delayMs, status, headers, bytes } = outcome;
  if (delayMs > 0) await Promise.race([sleep(delayMs), aborted]);
  if (kind === "hang") return new Promise(() => {});
  if (kind === "reset") throw networkError();
  const hasHeader = (header) => headers.some(([name]) => name.toLowerCase() === header);
  // Without this header, browsers hide the response from pages of other origins.
  if (!hasHeader("access-control-allow-origin")) throw networkError();
  const isRedirect = status >= 300 && status < 400 && hasHeader("location");
  // The target of a redirect does not exist.
  if (isRedirect && redirect !== "manual") throw networkError();
  let body = kind === "truncate" ? truncatedStream(content.subarray(0, bytes)) : content;
  if (NULL_BODY_STATUSES.includes(status)) body = null;
  return Object.defineProperty(new Response(body, { status, headers }), "url", { value: url });
}

// Looks up `setTimeout` at each call, so that fake timers apply.
const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The error of a failed fetch. Browsers give no reason. */
export const networkError = (reason = "") => new TypeError(`Failed to fetch${reason}`);

function truncatedStream(content) {
  return new ReadableStream({
    start(controller) {
      if (content.length > 0) controller.enqueue(content);
    },
    pull(controller) {
      controller.error(new TypeError("terminated"));
    },
  });
}
