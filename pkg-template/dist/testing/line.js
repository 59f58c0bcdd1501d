// What happens on the line, as a page of another origin meets it: answers, and what goes wrong with them.
const BODILESS = [101, 204, 205, 304];

/** The response that an outcome gives, after its delay; a rejection where a page would get one, or nothing, ever. */
export async function actOut({ kind, delayMs, status, headers, bytes }, content, { url, redirect, sleep = wait, end }) {
  if (delayMs > 0) await Promise.race([sleep(delayMs), end]);
  if (kind === "hang") return new Promise(() => {});
  if (kind === "reset") throw lost();
  // A browser keeps what the portal's front end says without these headers from pages of other origins.
  if (!headers.some(([name]) => name.toLowerCase() === "access-control-allow-origin")) throw lost();
  const moved = status >= 300 && status < 400 && headers.some(([name]) => name.toLowerCase() === "location");
  // There is nothing at the other end of a redirect.
  if (moved && redirect !== "manual") throw lost();
  const body = BODILESS.includes(status) ? null : kind === "truncate" ? brokenOff(content.subarray(0, bytes)) : content;
  return Object.defineProperty(new Response(body, { status, headers }), "url", { value: url });
}

// Looked up at each call, so that a test's fake timers are in charge.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a page gets in place of an answer. Browsers do not say why. */
export const lost = (why = "") => new TypeError(`Failed to fetch${why}`);

function brokenOff(begin) {
  return new ReadableStream({
    start(controller) {
      if (begin.length > 0) controller.enqueue(begin);
    },
    pull(controller) {
      controller.error(new TypeError("terminated"));
    },
  });
}
