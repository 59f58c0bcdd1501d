// Turns outcomes into what a page of another origin gets: responses and network faults.

/** Headers, in the order of a message. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** The outcome of a request, without the body. */
export interface Outcome {
  readonly kind: "respond" | "truncate" | "reset" | "hang";
  readonly delayMs: number;
  /** 0 without a response. */
  readonly status: number;
  readonly headers: HeaderList;
  /** The bytes of a truncated body. */
  readonly bytes: number;
}

interface RequestContext {
  readonly url: string;
  readonly redirect: RequestRedirect;
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
  /** Resolves when the request is aborted. */
  readonly aborted: Promise<void>;
}

const NULL_BODY_STATUSES = [101, 204, 205, 304];

/** Resolves with the response after its delay, rejects with a network error, or hangs. */
export async function respond(
  outcome: Outcome,
  content: Uint8Array<ArrayBuffer>,
  { url, redirect, sleep = delay, aborted }: RequestContext,
): Promise<Response> {
  const { kind, delayMs, status, headers, bytes } = outcome;
  if (delayMs > 0) await Promise.race([sleep(delayMs), aborted]);
  if (kind === "hang") return new Promise(() => {});
  if (kind === "reset") throw networkError();
  const hasHeader = (header: string) => headers.some(([name]) => name.toLowerCase() === header);
  // Without this header, browsers hide the response from pages of other origins.
  if (!hasHeader("access-control-allow-origin")) throw networkError();
  const isRedirect = status >= 300 && status < 400 && hasHeader("location");
  // The target of a redirect does not exist.
  if (isRedirect && redirect !== "manual") throw networkError();
  const sent = kind === "truncate" ? truncatedStream(content.subarray(0, bytes)) : content;
  const body = NULL_BODY_STATUSES.includes(status) ? null : sent;
  const init = { status, headers: headers as [string, string][] };
  return Object.defineProperty(new Response(body, init), "url", { value: url });
}

// Looks up `setTimeout` at each call, so that fake timers apply.
const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The error of a failed fetch. Browsers give no reason. */
export function networkError(reason = ""): TypeError {
  return new TypeError(`Failed to fetch${reason}`);
}

function truncatedStream(content: Uint8Array<ArrayBuffer>): ReadableStream {
  return new ReadableStream({
    start(controller) {
      if (content.length > 0) controller.enqueue(content);
    },
    pull(controller) {
      controller.error(new TypeError("terminated"));
    },
  });
}
