// Rounds of all contenders, in turn, in one process: what counts is the ratio within a round, since
// machines are never quiet.
import { contenders } from "./contenders.mjs";
import { body } from "./people.mjs";
import { WARM_UP } from "./rounds.mjs";

const BODIES = {
  "raw UTF-8": {},
  "with three unknown fields per user": { unknown: true },
  "all ASCII (`\\uXXXX`)": { ascii: true },
};

function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * part)];
}

function* cases(sizes) {
  for (const [what, options] of Object.entries(BODIES)) {
    for (const form of ["array", "object"]) {
      // The largest say the same of every body, and take long.
      for (const count of sizes)
        if (count <= 5000 || what === "raw UTF-8") yield { what, form, count, options };
    }
  }
}

/**
 * One row for each body and contender: milliseconds of the first, ratios of the others with their
 * quartiles.
 */
export async function measure({ createClient, sdk, sizes, rounds }) {
  const ways = Object.entries(await contenders({ createClient, sdk }));
  const rows = [];
  // Engines compile what is used often: everybody gets used to it. Functions of WebAssembly take
  // long until they are made fast: after 60 rounds ours still take a sixth longer than after 300.
  for (const form of ["array", "object"]) {
    const { bytes, ids } = body({ count: 500, form });
    for (let round = 0; round < WARM_UP; round++) for (const [, way] of ways) await way(bytes, ids);
  }
  for (const { what, form, count, options } of cases(sizes)) {
    const { bytes, ids } = body({ count, form, ...options });
    const times = new Map(ways.map(([name]) => [name, []]));
    for (let round = 0; round < rounds(count); round++) {
      // Nobody always has to clean up after the same.
      const order = ways.map((_, index) => ways[(index + round) % ways.length]);
      for (const [name, way] of order) {
        const { users, took } = await way(bytes, ids);
        if (users.length !== count)
          throw new Error(`${name} gave ${users.length} of ${count} users`);
        times.get(name).push(took);
      }
    }
    const [[base]] = ways;
    for (const [name] of ways) {
      const ratios = times.get(name).map((took, round) => took / times.get(base)[round]);
      const [low, ratio, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part));
      rows.push({ what, form, count, name, ms: quantile(times.get(name), 0.5), low, ratio, high });
    }
  }
  return rows;
}
