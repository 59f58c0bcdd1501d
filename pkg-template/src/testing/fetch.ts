import { networkError, respond } from "./simulate-network.js";

// The methods and headers that portals allow to pages of other origins.
const METHODS = ["GET", "HEAD", "POST"];
const HEADERS = ["accept", "accept-language", "content-language", "content-type", "origin"];

/** A `fetch` that reaches one portal. `dispatch` returns a request's outcome and `markAborted`. */
export function createFetch(origin, dispatch, sleep) {
  return async (input, init = {}) => {
    const signal = init.signal ?? input?.signal;
    const redirect = init.redirect ?? input?.redirect ?? "follow";
    const request = createRequest(input, init);
    const url = new URL(request.url);
    if (url.origin !== origin) {
      throw new TypeError(`The fake portal is at ${origin}; its fetch cannot reach ${url.origin}`);
    }
    const blocked = findBlockedByCors(request, init.credentials ?? input?.credentials);
    if (blocked) throw networkError(`: portals do not allow ${blocked} to pages of other origins`);
    const body = new Uint8Array(await request.arrayBuffer());
    signal?.throwIfAborted?.();
    const target = url.pathname + url.search;
    const headers = [...request.headers];
    const { outcome, content, markAborted } = dispatch(request.method, target, headers, body);
    return withAbort(signal, markAborted, (aborted) =>
      respond(outcome, content, { url: request.url, redirect, sleep, aborted }),
    );
  };
}

/** The part of a request that CORS blocks, if any. */
function findBlockedByCors(request, credentials) {
  if (credentials === "include") return "cookies";
  if (!METHODS.includes(request.method)) return `the method ${request.method}`;
  // happy-dom does not convert header names to lower case.
  const header = [...request.headers.keys()].find((name) => !HEADERS.includes(name.toLowerCase()));
  return header && `the header "${header}"`;
}

/** Omits further options: not every `Request` accepts all of them, or signals of another realm. */
function createRequest(input, { method, headers, body }) {
  const entries = Object.entries({ method, headers, body });
  return new Request(input, Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
}

/** Runs `work` until the signal aborts it. The promise `aborted` resolves on abort. */
function withAbort(signal, onAborted, work) {
  if (!signal) return work(new Promise(() => {}));
  return new Promise((resolve, reject) => {
    let resolveAborted;
    const aborted = new Promise((resolve) => (resolveAborted = resolve));
    const abort = () => {
      resolveAborted();
      onAborted();
      reject(signal.reason ?? new DOMException("This operation was aborted", "AbortError"));
    };
    signal.addEventListener("abort", abort, { once: true });
    work(aborted).then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
