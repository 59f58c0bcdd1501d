// Measures all contenders in rounds, in one process. The results are ratios within the rounds,
// which reduces the influence of other processes.
import { contenders } from "./contenders.mjs";
import { quantile } from "./quantiles.mjs";
import { body } from "./response-body.mjs";
import { WARM_UP } from "./rounds.mjs";

const BODIES = {
  "raw UTF-8": {},
  "with three unknown fields per user": { unknown: true },
  "all ASCII (`\\uXXXX`)": { ascii: true },
};

function* cases(sizes) {
  for (const [what, options] of Object.entries(BODIES)) {
    for (const form of ["array", "object"]) {
      // Large bodies take long, and their results do not depend on the variant.
      for (const count of sizes)
        if (count <= 5000 || what === "raw UTF-8") yield { what, form, count, options };
    }
  }
}

/**
 * A row per body and contender: the median time, and the median and the quartiles of the ratio to
 * the baseline.
 */
export async function measure({ createClient, sdk, sizes, rounds }) {
  const entries = Object.entries(await contenders({ createClient, sdk }));
  const rows = [];
  // Engines optimize hot functions, so all contenders are warmed up. WebAssembly is optimized late:
  // after 60 rounds the package still takes a sixth longer than after 300.
  for (const form of ["array", "object"]) {
    const { bytes, ids } = body({ count: 500, form });
    for (let round = 0; round < WARM_UP; round++)
      for (const [, read] of entries) await read(bytes, ids);
  }
  for (const { what, form, count, options } of cases(sizes)) {
    const { bytes, ids } = body({ count, form, ...options });
    const times = new Map(entries.map(([name]) => [name, []]));
    for (let round = 0; round < rounds(count); round++) {
      // The order rotates, so that no contender always pays for the garbage of the same other one.
      const order = entries.map((_, index) => entries[(index + round) % entries.length]);
      for (const [name, read] of order) {
        const { users, took } = await read(bytes, ids);
        if (users.length !== count)
          throw new Error(`${name} returned ${users.length} of ${count} users`);
        times.get(name).push(took);
      }
    }
    const [[base]] = entries;
    for (const [name] of entries) {
      const ratios = times.get(name).map((took, round) => took / times.get(base)[round]);
      const [low, ratio, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part));
      rows.push({ what, form, count, name, ms: quantile(times.get(name), 0.5), low, ratio, high });
    }
  }
  return rows;
}
