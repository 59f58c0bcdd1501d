// Continuous load for the soak test, in Node and in pages: clients are created and closed, calls
// are aborted, streams are cancelled, and the portal injects faults.
import { FAILURES } from "./faults.mjs";

const PEOPLE = 5000;
const limits = { burst: 100_000, perSecond: 5000, idsPerCall: 20 };

// Only hanging requests exceed these limits, even on a busy machine.
const requestTimeoutMs = 1500;
const deadlineMs = 8000;

export const COUNTS = ["clients", "calls", "requests", "users", "lost"];
// Errors of calls by kind and code; unexplained errors; and failures of requests by code, as
// reported to `onEvent`.
export const LISTS = ["errors", "unexplained", "failures"];

export function newTally() {
  return Object.fromEntries([
    ...COUNTS.map((name) => [name, 0]),
    ...LISTS.map((name) => [name, {}]),
  ]);
}

const add = (list, name) => (list[name] = (list[name] ?? 0) + 1);

/** A seeded generator of random numbers. */
function createRandom(seed) {
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

/** Runs rounds of calls while `shouldContinue(round)`, and adds the results to `tally`. */
export async function churn({ createClient, portal, seed, shouldContinue, tally }) {
  for (let round = 0; shouldContinue(round); round += 1)
    await runClient(createClient, portal, createRandom(seed * 7919 + round), tally);
}

async function runClient(createClient, portal, random, tally) {
  // Events of this client that explain its errors.
  const history = {
    codes: new Set(),
    hasListener: random.next() < 0.75,
    tokenFailures: 0,
    sentExpiredToken: false,
    isClosed: false,
  };
  const getToken = async () => {
    // Sometimes no token is available.
    if (random.next() < 0.05 && history.tokenFailures++ < 2) throw new Error("signed out");
    const isExpired = random.next() < 0.1;
    history.sentExpiredToken ||= isExpired;
    return isExpired ? portal.expiredToken : portal.accessToken;
  };
  const onResponse = ({ type, code }) => {
    if (type !== "response" || !code) return;
    history.codes.add(code);
    // Errors of an expired token that `getToken` returned are not faults of the portal.
    if (code !== "expired_token" || !history.sentExpiredToken) add(tally.failures, code);
  };
  const auth = random.oneOf([portal.accessToken, { webhook: portal.webhook }, { getToken }]);
  const onEvent = history.hasListener ? onResponse : undefined;
  const options = {
    requestTimeoutMs,
    deadlineMs,
    retries: 3,
    coalesceMs: random.oneOf([0, 1]),
    cache: random.oneOf([undefined, false]),
  };
  const b24 = createClient({ portal: portal.origin, auth, limits, onEvent, ...options });
  tally.clients += 1;
  const calls = Array.from({ length: 1 + random.upTo(6) }, () =>
    runCall(b24, random, history, tally),
  );
  if (random.next() < 0.1) {
    history.isClosed = true;
    b24.close();
  }
  await Promise.all(calls);
  tally.requests += b24.stats().requests;
  b24.close();
}

async function runCall(b24, random, history, tally) {
  tally.calls += 1;
  const controller = new AbortController();
  const timer =
    random.next() < 0.2 ? setTimeout(() => controller.abort(), random.upTo(60)) : undefined;
  const first = 1 + random.upTo(PEOPLE);
  const ids = Array.from(
    { length: 1 + random.upTo(random.oneOf([3, 60, 400])) },
    (_, index) => first + index,
  );
  const options = { signal: controller.signal };
  const call = { history, signal: controller.signal, start: Date.now(), hasInvalidIds: false };
  const work = random.oneOf([
    async () => count(await b24.getUsers(ids, options), ids, call, tally),
    async () => count(await b24.getUsers(ids, { ...options, partial: true }), ids, call, tally),
    async () => {
      let remaining = random.oneOf([1, 2, 1000]);
      for await (const { users } of b24.streamUsers(ids, options)) {
        tally.users += users.length;
        if (--remaining === 0) break;
      }
    },
    async () => {
      const loads = ids.slice(0, 20).map((id) => b24.loadUser(id, options));
      for (const load of await Promise.allSettled(loads))
        if (load.status === "rejected") recordError(load.reason, call, tally);
    },
    () => b24.getCurrentUser(options),
    () => b24.getStatus(options),
    () => {
      call.hasInvalidIds = true;
      return b24.getUsers(["4abc"], options);
    },
  ]);
  try {
    await work();
  } catch (error) {
    if (error.code === "PARTIAL_RESULT" && error.result.failed.length > 0)
      count(error.result, ids, call, tally);
    recordError(error, call, tally);
  } finally {
    clearTimeout(timer);
  }
}

/** Checks that each id has an outcome. Ids without one are lost. */
function count(list, ids, call, tally) {
  tally.users += list.users.length;
  const failed = list.failed.flatMap((failure) => failure.ids);
  for (const { error } of list.failed) recordError(error, call, tally);
  // The error of a stream contains failures only.
  const outcomes = list.users.length + list.missing.length + failed.length;
  if (list.users.length + list.missing.length > 0 && outcomes !== ids.length) tally.lost += 1;
}

function recordError(error, call, tally) {
  const name = `${error.kind} ${error.code}`;
  add(tally.errors, name);
  if (!isExplained(error, call)) add(tally.unexplained, name);
}

/**
 * Whether the load itself caused this error, or a request of this client failed with the same code.
 */
function isExplained({ code, result }, { history, signal, start, hasInvalidIds }) {
  switch (code) {
    case "ABORTED":
      return signal.aborted;
    case "CLOSED":
      return history.isClosed;
    case "INVALID_ID":
      return hasInvalidIds;
    case "DEADLINE_EXCEEDED":
      // The clocks may differ by a tick.
      return Date.now() - start >= deadlineMs - 20;
    case "TOKEN_UNAVAILABLE":
      return history.tokenFailures > 0;
    case "expired_token":
      return history.sentExpiredToken || history.codes.has(code) || !history.hasListener;
    case "PARTIAL_RESULT":
      // Its failures are recorded separately.
      return result.failed.length > 0;
    case "ERROR_CORE":
      // A failed command of a batch is not a failure of the request.
      return true;
    default:
      return history.codes.has(code) || (!history.hasListener && code in FAILURES);
  }
}
