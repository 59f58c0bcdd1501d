// What applications do with clients, without rest: in Node and in pages. Clients come and go, calls are aborted, streams left, and the
// portal misbehaves.

/** The codes of errors that the ordered faults explain, and those that this churn brings about itself. */
export const EXPLAINED = {
  hang: ["REQUEST_TIMEOUT"],
  delay: ["REQUEST_TIMEOUT"],
  reset: ["NETWORK_ERROR"],
  truncate: ["NETWORK_ERROR"],
  html: ["BAD_RESPONSE"],
  empty: ["BAD_RESPONSE"],
  redirect: ["PORTAL_MOVED", "NETWORK_ERROR"],
  error: ["QUERY_LIMIT_EXCEEDED", "ERROR_CORE", "expired_token", "NETWORK_ERROR"],
  churn: ["ABORTED", "CLOSED", "DEADLINE_EXCEEDED", "PARTIAL_RESULT", "TOKEN_UNAVAILABLE", "INVALID_ID"],
};

const PEOPLE = 5000;
const limits = { burst: 100_000, perSecond: 5000, idsPerCall: 20 };

export function newTally() {
  return { clients: 0, calls: 0, requests: 0, users: 0, errors: {}, lost: 0 };
}

function chanceOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return { next, upTo: (count) => Math.floor(next() * count), oneOf: (list) => list[Math.floor(next() * list.length)] };
}

/** Rounds of calls until `goOn(round)` says no. What came of them is added up in `tally`. */
export async function churn({ createClient, portal, seed, goOn, tally }) {
  for (let round = 0; goOn(round); round += 1) await oneClient(createClient, portal, chanceOf(seed * 7919 + round), tally);
}

async function oneClient(createClient, portal, chance, tally) {
  let failures = 0;
  const getToken = async () => {
    // Now and then an application has none.
    if (chance.next() < 0.05 && failures++ < 2) throw new Error("signed out");
    return chance.next() < 0.1 ? portal.expiredToken : portal.accessToken;
  };
  const auth = chance.oneOf([portal.accessToken, { webhook: portal.webhook }, { getToken }]);
  const onEvent = chance.next() < 0.5 ? () => {} : undefined;
  const options = { requestTimeoutMs: 300, deadlineMs: 4000, retries: 3, coalesceMs: chance.oneOf([0, 1]), cache: chance.oneOf([undefined, false]) };
  const b24 = createClient({ portal: portal.origin, auth, limits, onEvent, ...options });
  tally.clients += 1;
  const calls = Array.from({ length: 1 + chance.upTo(6) }, () => oneCall(b24, chance, tally));
  if (chance.next() < 0.1) b24.close();
  await Promise.all(calls);
  tally.requests += b24.stats().requests;
  b24.close();
}

async function oneCall(b24, chance, tally) {
  tally.calls += 1;
  const controller = new AbortController();
  const timer = chance.next() < 0.2 ? setTimeout(() => controller.abort(), chance.upTo(60)) : undefined;
  const first = 1 + chance.upTo(PEOPLE);
  const ids = Array.from({ length: 1 + chance.upTo(chance.oneOf([3, 60, 400])) }, (_, index) => first + index);
  const options = { signal: controller.signal };
  const work = chance.oneOf([
    async () => count(await b24.getUsers(ids, options), ids, tally),
    async () => count(await b24.getUsers(ids, { ...options, partial: true }), ids, tally),
    async () => {
      let left = chance.oneOf([1, 2, 1000]);
      for await (const { users } of b24.streamUsers(ids, options)) {
        tally.users += users.length;
        if (--left === 0) break;
      }
    },
    async () => {
      const loads = await Promise.allSettled(ids.slice(0, 20).map((id) => b24.loadUser(id, options)));
      for (const { reason } of loads) if (reason) note(reason, tally);
    },
    () => b24.getCurrentUser(options),
    () => b24.getStatus(options),
    () => b24.getUsers(["4abc"], options),
  ]);
  try {
    await work();
  } catch (error) {
    if (error.code === "PARTIAL_RESULT" && error.result.failed.length > 0) count(error.result, ids, tally);
    note(error, tally);
  } finally {
    clearTimeout(timer);
  }
}

/** Each id is in one place; those that are not are lost. */
function count(list, ids, tally) {
  tally.users += list.users.length;
  const failed = list.failed.flatMap((failure) => failure.ids);
  for (const { error } of list.failed) note(error, tally);
  // A stream's error tells of failures only.
  const told = list.users.length + list.missing.length + failed.length;
  if (list.users.length + list.missing.length > 0 && told !== ids.length) tally.lost += 1;
}

function note(error, tally) {
  const name = `${error.kind} ${error.code}`;
  tally.errors[name] = (tally.errors[name] ?? 0) + 1;
}
