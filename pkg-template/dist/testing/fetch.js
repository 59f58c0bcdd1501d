import { actOut, lost } from "./line.js";

// What portals let pages of other origins send.
const METHODS = ["GET", "HEAD", "POST"];
const HEADERS = ["accept", "accept-language", "content-language", "content-type", "origin"];

/** A `fetch` that reaches one portal and nothing else. `answer` tells what becomes of a request, and is told when it is given up. */
export function fetchFrom(origin, answer, sleep) {
  return async (input, init = {}) => {
    const signal = init.signal ?? input?.signal;
    const redirect = init.redirect ?? input?.redirect ?? "follow";
    const request = requestOf(input, init);
    const { pathname, search } = new URL(request.url);
    if (new URL(request.url).origin !== origin) {
      throw new TypeError(`The fake portal is at ${origin}; nothing else can be reached from here: ${new URL(request.url).origin}`);
    }
    const refused = whatIsRefused(request, init.credentials ?? input?.credentials);
    if (refused) throw lost(`: portals refuse ${refused} of pages`);
    const body = new Uint8Array(await request.arrayBuffer());
    signal?.throwIfAborted?.();
    const { outcome, content, giveUp } = answer(request.method, pathname + search, [...request.headers], body);
    return unlessAborted(signal, giveUp, (end) => actOut(outcome, content, { url: request.url, redirect, sleep, end }));
  };
}

/** What of a request the answer to a browser's question beforehand does not allow, if anything. */
function whatIsRefused(request, credentials) {
  if (credentials === "include") return "cookies";
  if (!METHODS.includes(request.method)) return `the method ${request.method}`;
  // happy-dom keeps their letters as they were given.
  const header = [...request.headers.keys()].find((name) => !HEADERS.includes(name.toLowerCase()));
  return header && `the header "${header}"`;
}

/** What is asked. The rest stays behind: not every runtime's `Request` takes every option, or a signal of another realm. */
function requestOf(input, { method, headers, body }) {
  const given = Object.entries({ method, headers, body }).filter(([, value]) => value !== undefined);
  return new Request(input, Object.fromEntries(given));
}

/** `work`, until the signal aborts it; then it is told by a promise of its own. */
function unlessAborted(signal, giveUp, work) {
  if (!signal) return work(new Promise(() => {}));
  return new Promise((resolve, reject) => {
    let stop;
    const end = new Promise((resolve) => (stop = resolve));
    const abort = () => {
      stop();
      giveUp();
      reject(signal.reason ?? new DOMException("This operation was aborted", "AbortError"));
    };
    signal.addEventListener("abort", abort, { once: true });
    work(end).then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
