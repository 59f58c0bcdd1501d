// What applications do with clients, without rest: in Node and in pages. Clients come and go, calls
// are aborted, streams left, and the portal misbehaves.
import { FAILURES } from "./faults.mjs";

const PEOPLE = 5000;
const limits = { burst: 100_000, perSecond: 5000, idsPerCall: 20 };

// Long enough that only what hangs takes longer, on a busy machine as well.
const requestTimeoutMs = 1500;
const deadlineMs = 8000;

export const COUNTS = ["clients", "calls", "requests", "users", "lost"];
// Errors of calls by kind and code; those that nothing explains; and what became of requests, by
// code, as clients were told.
export const LISTS = ["errors", "unexplained", "failures"];

export function newTally() {
  return Object.fromEntries([
    ...COUNTS.map((name) => [name, 0]),
    ...LISTS.map((name) => [name, {}]),
  ]);
}

const add = (list, name) => (list[name] = (list[name] ?? 0) + 1);

function chanceOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    next,
    upTo: (count) => Math.floor(next() * count),
    oneOf: (list) => list[Math.floor(next() * list.length)],
  };
}

/** Rounds of calls until `goOn(round)` says no. What came of them is added up in `tally`. */
export async function churn({ createClient, portal, seed, goOn, tally }) {
  for (let round = 0; goOn(round); round += 1)
    await oneClient(createClient, portal, chanceOf(seed * 7919 + round), tally);
}

async function oneClient(createClient, portal, chance, tally) {
  // What this client has met, by which its errors are explained.
  const met = {
    codes: new Set(),
    isTold: chance.next() < 0.75,
    refusals: 0,
    gaveExpired: false,
    isClosed: false,
  };
  const getToken = async () => {
    // Now and then an application has none.
    if (chance.next() < 0.05 && met.refusals++ < 2) throw new Error("signed out");
    const isExpired = chance.next() < 0.1;
    met.gaveExpired ||= isExpired;
    return isExpired ? portal.expiredToken : portal.accessToken;
  };
  const hear = ({ type, code }) => {
    if (type !== "response" || !code) return;
    met.codes.add(code);
    // That one is of the application's own making.
    if (code !== "expired_token" || !met.gaveExpired) add(tally.failures, code);
  };
  const auth = chance.oneOf([portal.accessToken, { webhook: portal.webhook }, { getToken }]);
  const onEvent = met.isTold ? hear : undefined;
  const options = {
    requestTimeoutMs,
    deadlineMs,
    retries: 3,
    coalesceMs: chance.oneOf([0, 1]),
    cache: chance.oneOf([undefined, false]),
  };
  const b24 = createClient({ portal: portal.origin, auth, limits, onEvent, ...options });
  tally.clients += 1;
  const calls = Array.from({ length: 1 + chance.upTo(6) }, () => oneCall(b24, chance, met, tally));
  if (chance.next() < 0.1) {
    met.isClosed = true;
    b24.close();
  }
  await Promise.all(calls);
  tally.requests += b24.stats().requests;
  b24.close();
}

async function oneCall(b24, chance, met, tally) {
  tally.calls += 1;
  const controller = new AbortController();
  const timer =
    chance.next() < 0.2 ? setTimeout(() => controller.abort(), chance.upTo(60)) : undefined;
  const first = 1 + chance.upTo(PEOPLE);
  const ids = Array.from(
    { length: 1 + chance.upTo(chance.oneOf([3, 60, 400])) },
    (_, index) => first + index,
  );
  const options = { signal: controller.signal };
  const call = { met, signal: controller.signal, began: Date.now(), isOfBadIds: false };
  const work = chance.oneOf([
    async () => count(await b24.getUsers(ids, options), ids, call, tally),
    async () => count(await b24.getUsers(ids, { ...options, partial: true }), ids, call, tally),
    async () => {
      let left = chance.oneOf([1, 2, 1000]);
      for await (const { users } of b24.streamUsers(ids, options)) {
        tally.users += users.length;
        if (--left === 0) break;
      }
    },
    async () => {
      const loads = ids.slice(0, 20).map((id) => b24.loadUser(id, options));
      for (const load of await Promise.allSettled(loads))
        if (load.status === "rejected") note(load.reason, call, tally);
    },
    () => b24.getCurrentUser(options),
    () => b24.getStatus(options),
    () => {
      call.isOfBadIds = true;
      return b24.getUsers(["4abc"], options);
    },
  ]);
  try {
    await work();
  } catch (error) {
    if (error.code === "PARTIAL_RESULT" && error.result.failed.length > 0)
      count(error.result, ids, call, tally);
    note(error, call, tally);
  } finally {
    clearTimeout(timer);
  }
}

/** Each id is in one place; those that are not are lost. */
function count(list, ids, call, tally) {
  tally.users += list.users.length;
  const failed = list.failed.flatMap((failure) => failure.ids);
  for (const { error } of list.failed) note(error, call, tally);
  // A stream's error tells of failures only.
  const told = list.users.length + list.missing.length + failed.length;
  if (list.users.length + list.missing.length > 0 && told !== ids.length) tally.lost += 1;
}

function note(error, call, tally) {
  const name = `${error.kind} ${error.code}`;
  add(tally.errors, name);
  if (!isExplained(error, call)) add(tally.unexplained, name);
}

/**
 * Whether the churn itself has brought this error about, or a request of this very client has
 * failed like that.
 */
function isExplained({ code, result }, { met, signal, began, isOfBadIds }) {
  switch (code) {
    case "ABORTED":
      return signal.aborted;
    case "CLOSED":
      return met.isClosed;
    case "INVALID_ID":
      return isOfBadIds;
    case "DEADLINE_EXCEEDED":
      // By clocks that may differ by a tick.
      return Date.now() - began >= deadlineMs - 20;
    case "TOKEN_UNAVAILABLE":
      return met.refusals > 0;
    case "expired_token":
      return met.gaveExpired || met.codes.has(code) || !met.isTold;
    case "PARTIAL_RESULT":
      // Each of them is noted as well.
      return result.failed.length > 0;
    case "ERROR_CORE":
      // One command of a batch may have failed, which is no failure of the request.
      return true;
    default:
      return met.codes.has(code) || (!met.isTold && code in FAILURES);
  }
}
