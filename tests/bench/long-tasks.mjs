// Whether a page freezes while a large answer, which comes as a whole, becomes users: tasks of more
// than 50 ms, as browsers count them.
import { body } from "./people.mjs";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * How long it took, and how long its longest task if one was long: the first time, and once it is
 * warm.
 */
export async function longTasks({ createClient, count }) {
  const { bytes, ids } = body({ count, form: "array" });
  const fetch = async () => ({ status: 200, arrayBuffer: async () => bytes.buffer });
  const b24 = createClient({
    portal: "example.bitrix24.com",
    auth: "token",
    fetch,
    limits: { idsPerCall: count },
  });
  await b24.ready;
  let long = [];
  new PerformanceObserver((list) => long.push(...list.getEntries())).observe({ type: "longtask" });
  const rows = [];
  for (const when of ["the first time", "the second time", "the third time"]) {
    // Making the body was a long task too.
    await pause(300);
    long = [];
    const begin = performance.now();
    await b24.getUsers(ids, { fresh: true });
    const took = performance.now() - begin;
    await pause(300);
    rows.push({ when, took, longest: Math.max(0, ...long.map(({ duration }) => duration)) });
  }
  return rows;
}
