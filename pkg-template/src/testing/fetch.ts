import { type HeaderList, networkError, type Outcome, respond } from "./simulate-network.js";
import type { FakePortal, FakePortalOptions } from "./types.js";

/** Passes a request to the portal. */
export type Dispatch = (
  method: string,
  target: string,
  headers: HeaderList,
  body: Uint8Array,
) => {
  readonly outcome: Outcome;
  readonly content: Uint8Array<ArrayBuffer>;
  /** Marks the request as aborted in the log. */
  markAborted(): void;
};

// The methods and headers that portals allow to pages of other origins.
const METHODS = ["GET", "HEAD", "POST"];
const HEADERS = ["accept", "accept-language", "content-language", "content-type", "origin"];

/** Creates a `fetch` that reaches one portal. */
export function createFetch(
  origin: string,
  dispatch: Dispatch,
  sleep: FakePortalOptions["sleep"],
): FakePortal["fetch"] {
  return async (input, init = {}) => {
    const source = input as Partial<Request> | undefined;
    const signal = init.signal ?? source?.signal;
    const redirect = init.redirect ?? source?.redirect ?? "follow";
    const request = createRequest(input, init);
    const url = new URL(request.url);
    if (url.origin !== origin) {
      throw new TypeError(`The fake portal is at ${origin}; its fetch cannot reach ${url.origin}`);
    }
    const blocked = findBlockedByCors(request, init.credentials ?? source?.credentials);
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
function findBlockedByCors(
  request: Request,
  credentials: RequestCredentials | undefined,
): string | undefined {
  if (credentials === "include") return "cookies";
  if (!METHODS.includes(request.method)) return `the method ${request.method}`;
  // happy-dom does not convert header names to lower case.
  const header = [...request.headers.keys()].find((name) => !HEADERS.includes(name.toLowerCase()));
  return header && `the header "${header}"`;
}

/** Omits further options: not every `Request` accepts all of them, or signals of another realm. */
function createRequest(
  input: string | URL | Request,
  { method, headers, body }: RequestInit,
): Request {
  const entries = Object.entries({ method, headers, body });
  return new Request(input, Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
}

/** Runs `work` until the signal aborts it. The promise `aborted` resolves on abort. */
function withAbort<T>(
  signal: AbortSignal | null | undefined,
  onAborted: () => void,
  work: (aborted: Promise<void>) => Promise<T>,
): Promise<T> {
  if (!signal) return work(new Promise(() => {}));
  return new Promise((resolve, reject) => {
    let resolveAborted = () => {};
    const aborted = new Promise<void>((resolve) => {
      resolveAborted = resolve;
    });
    const abort = () => {
      resolveAborted();
      onAborted();
      reject(signal.reason ?? new DOMException("This operation was aborted", "AbortError"));
    };
    signal.addEventListener("abort", abort, { once: true });
    work(aborted)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });
}
