import { fetchFrom } from "./fetch.js";
import { FakePortal, initSync } from "./glue.js";

const OPTIONS = ["people", "chats", "seed", "origin", "faults", "limits", "edition", "now", "sleep"];
// Each portal has an address of its own unless told otherwise: a client's share of a portal's limits goes by its address, and tests are
// not to wait for each other. No name server knows them, so that a request past the fake goes nowhere.
let portals = 0;
const text = /* @__PURE__ */ new TextDecoder();

/** `createFakePortal` for a module that `load` gives. */
export function fakePortalFactory(load) {
  let ready = false;
  return (options = {}) => {
    check(options);
    // All portals are of one instance, made with the first of them: importing the entry has no effects.
    if (!ready) initSync({ module: load() });
    ready = true;
    return createFakePortal(options);
  };
}

function createFakePortal({ people, chats, seed, origin, faults, limits, edition, now = () => Date.now(), sleep }) {
  const portal = told(() => new FakePortal(JSON.stringify({ people, chats, seed, origin: originOf(origin) })));
  const description = portal.description();
  const handle = (method, path, headers, body) => portal.handle(now(), method, path, JSON.stringify(headers), body);

  // The module hears of a request, and of nothing that happens to it later.
  let heard = { requests: 0, aborted: new Set() };
  const answer = (method, path, headers, body) => {
    const [outcome, content] = handle(method, path, headers, body);
    const { requests, aborted } = heard;
    if (/^\/rest(?:[/?]|$)/.test(path)) heard.requests += 1;
    return { outcome, content, giveUp: () => aborted.add(requests) };
  };

  /** What the portal says to an order below its control endpoint. */
  const order = (method, what, content) => {
    const json = content === undefined ? "" : JSON.stringify(content);
    const [{ status }, bytes] = handle(method, `/__portal/${what}`, [], new TextEncoder().encode(json));
    const answer = text.decode(bytes);
    if (status >= 400) throw new TypeError(`The fake portal does not take these ${what}: ${answer}`);
    return answer === "" ? undefined : JSON.parse(answer);
  };
  const set = (what, content) => void order(content === undefined ? "DELETE" : "PUT", what, content);

  const fake = {
    ...description,
    fetch: fetchFrom(description.origin, answer, sleep),
    get log() {
      return order("GET", "log").map((entry, at) => (heard.aborted.has(at) ? { ...entry, status: 0, error: null, aborted: true } : entry));
    },
    clearLog() {
      heard = { requests: 0, aborted: new Set() };
      set("log");
    },
    setPeople: (people) => set("people", people ?? null),
    setFaults: (rules) => set("faults", rules),
    setLimits: (limits) => set("limits", limits),
    setEdition: (edition) => set("edition", edition),
    issueToken: (terms = {}) => order("POST", "tokens", terms).accessToken,
    issueWebhook: (terms = {}) => order("POST", "webhooks", terms).webhook,
  };
  if (faults !== undefined) fake.setFaults(faults);
  if (limits !== undefined) fake.setLimits(limits);
  if (edition !== undefined) fake.setEdition(edition);
  return Object.freeze(fake);
}

function check(options) {
  if (typeof options !== "object" || options === null) throw new TypeError("createFakePortal: the options must be an object");
  // A misspelt option would silently test something else.
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw new TypeError(`createFakePortal has no option "${unknown}"; it has ${OPTIONS.join(", ")}`);
  for (const name of ["now", "sleep"]) {
    if (options[name] !== undefined && typeof options[name] !== "function") throw new TypeError(`createFakePortal: ${name} must be a function`);
  }
}

function originOf(given) {
  if (given === undefined) return `https://portal-${++portals}.example`;
  try {
    const { origin } = new URL(given);
    if (origin.startsWith("http")) return origin;
  } catch {
    // No address at all.
  }
  throw new TypeError('createFakePortal: origin must be an address such as "https://example.bitrix24.com"');
}

/** What the module says of a mistake, as an error. */
function told(work) {
  try {
    return work();
  } catch (caught) {
    throw typeof caught === "string" ? new TypeError(`createFakePortal: ${caught}`) : caught;
  }
}
