// Long tasks (more than 50 ms) while a page reads a large response that arrives at once.
import { body } from "./response-body.mjs";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The duration of a call and of its longest task, three times in a row. */
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
    // Creating the body was a long task, too.
    await pause(300);
    long = [];
    const start = performance.now();
    await b24.getUsers(ids, { fresh: true });
    const took = performance.now() - start;
    await pause(300);
    rows.push({ when, took, longest: Math.max(0, ...long.map(({ duration }) => duration)) });
  }
  return rows;
}
