import { FakePortal as PortalInstance, initSync } from "../generated/testing/glue.js";
import { createFetch, type Dispatch } from "./fetch.js";
import type { HeaderList, Outcome } from "./simulate-network.js";
import type { FakeLogEntry, FakePortal, FakePortalOptions } from "./types.js";

/** The portal's addresses and credentials. */
type ConnectionInfo = Pick<
  FakePortal,
  "origin" | "accessToken" | "extranetToken" | "expiredToken" | "webhook" | "oauth"
>;

const OPTIONS = [
  "people",
  "chats",
  "seed",
  "origin",
  "faults",
  "limits",
  "edition",
  "now",
  "sleep",
];
// Clients share a portal's rate limit by its address. Distinct default addresses keep tests from
// slowing each other down, and `.example` never resolves.
let portalCount = 0;
const decoder = /* @__PURE__ */ new TextDecoder();

/**
 * Creates `createFakePortal` for the WebAssembly module that `load` returns.
 *
 * @param toLoadError Converts what is thrown if the module does not start.
 */
export function fakePortalFactory(
  load: () => WebAssembly.Module,
  toLoadError: (caught: unknown) => Error,
): (options?: FakePortalOptions) => FakePortal {
  let isReady = false;
  return (options = {}) => {
    validate(options);
    // The first portal instantiates the module, since importing the entry has no side effects.
    try {
      if (!isReady) initSync({ module: load() });
    } catch (caught) {
      throw toLoadError(caught);
    }
    isReady = true;
    return createFakePortal(options);
  };
}

function createFakePortal(options: FakePortalOptions): FakePortal {
  const { people, chats, seed, origin, faults, limits, edition, sleep } = options;
  const { now = () => Date.now() } = options;
  const settings = JSON.stringify({ people, chats, seed, origin: normalizeOrigin(origin) });
  const portal = withTypeErrors(() => new PortalInstance(settings));
  const info = portal.connectionInfo() as ConnectionInfo;
  const handle = (method: string, target: string, headers: HeaderList, body: Uint8Array) => {
    const handled = portal.handle(now(), method, target, JSON.stringify(headers), body);
    return handled as [outcome: Outcome, content: Uint8Array<ArrayBuffer>];
  };

  // Aborts happen after the module has logged the request, so they are recorded here.
  let logged = { requests: 0, aborted: new Set<number>() };
  const dispatch: Dispatch = (method, target, headers, body) => {
    const [outcome, content] = handle(method, target, headers, body);
    const { requests, aborted } = logged;
    if (/^\/rest(?:[/?]|$)/.test(target)) logged.requests += 1;
    return { outcome, content, markAborted: () => aborted.add(requests) };
  };

  /** Sends a request to the control endpoint and returns the result. */
  const control = (method: string, resource: string, content?: unknown): unknown => {
    const json = content === undefined ? "" : JSON.stringify(content);
    const body = new TextEncoder().encode(json);
    const [{ status }, bytes] = handle(method, `/__portal/${resource}`, [], body);
    const text = decoder.decode(bytes);
    if (status >= 400) throw new TypeError(`FakePortal: invalid ${resource}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  const configure = (resource: string, content?: unknown): void => {
    control(content === undefined ? "DELETE" : "PUT", resource, content);
  };

  const fake: FakePortal = {
    ...info,
    fetch: createFetch(info.origin, dispatch, sleep),
    get log() {
      const entries = control("GET", "log") as FakeLogEntry[];
      const abortedEntry = { status: 0, error: null, aborted: true } as const;
      return entries.map((entry, index) =>
        logged.aborted.has(index) ? { ...entry, ...abortedEntry } : entry,
      );
    },
    clearLog() {
      logged = { requests: 0, aborted: new Set() };
      configure("log");
    },
    setPeople: (people) => configure("people", people ?? null),
    setFaults: (rules) => configure("faults", rules),
    setLimits: (limits) => configure("limits", limits),
    setEdition: (edition) => configure("edition", edition),
    issueToken: (terms = {}) =>
      (control("POST", "tokens", terms) as { accessToken: string }).accessToken,
    issueWebhook: (terms = {}) =>
      (control("POST", "webhooks", terms) as { webhook: string }).webhook,
  };
  if (faults !== undefined) fake.setFaults(faults);
  if (limits !== undefined) fake.setLimits(limits);
  if (edition !== undefined) fake.setEdition(edition);
  return Object.freeze(fake);
}

function validate(options: FakePortalOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError("createFakePortal: the options must be an object");
  }
  // A misspelt option would silently test something else.
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) {
    const names = OPTIONS.join(", ");
    throw new TypeError(`createFakePortal has no option "${unknown}"; it has ${names}`);
  }
  for (const name of ["now", "sleep"] as const) {
    if (options[name] !== undefined && typeof options[name] !== "function") {
      throw new TypeError(`createFakePortal: ${name} must be a function`);
    }
  }
}

function normalizeOrigin(address: string | undefined): string {
  if (address === undefined) {
    portalCount += 1;
    return `https://portal-${portalCount}.example`;
  }
  try {
    const { origin } = new URL(address);
    if (origin.startsWith("http")) return origin;
  } catch {
    // Not a URL.
  }
  const example = "https://example.bitrix24.com";
  throw new TypeError(`createFakePortal: origin must be an address such as "${example}"`);
}

/** Converts the module's error messages, which are thrown as strings, to errors. */
function withTypeErrors<T>(call: () => T): T {
  try {
    return call();
  } catch (caught) {
    throw typeof caught === "string" ? new TypeError(`createFakePortal: ${caught}`) : caught;
  }
}
