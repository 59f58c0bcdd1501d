// Reads responses with two builds of the package in one process, in paired rounds.
import { packageFrom } from "./contenders.mjs";
import { body } from "./response-body.mjs";
import { WARM_UP } from "./rounds.mjs";

const BODIES = { "raw UTF-8": {}, "all ASCII": { ascii: true } };

/** A pair in random order. An alternating order can synchronize with the garbage collector. */
export const shuffled = ([one, other]) => (Math.random() < 0.5 ? [one, other] : [other, one]);

/**
 * `[what, [[a, b], ...]]` per kind of body: milliseconds from the bytes to users in each round, for
 * two functions `createClient`.
 */
export async function pairedReading(builds, sizes, rounds) {
  const readers = builds.map((createClient) => packageFrom(createClient));
  for (const form of ["array", "object"]) {
    const { bytes, ids } = body({ count: 500, form });
    for (let round = 0; round < WARM_UP; round += 1)
      for (const read of readers) await read(bytes, ids);
  }
  const results = [];
  for (const [what, options] of Object.entries(BODIES)) {
    for (const form of ["array", "object"]) {
      for (const count of sizes) {
        const { bytes, ids } = body({ count, form, ...options });
        const pairs = [];
        for (let round = 0; round < rounds; round += 1) {
          const pair = [];
          for (const index of shuffled([0, 1]))
            pair[index] = (await readers[index](bytes, ids)).took;
          pairs.push(pair);
        }
        results.push([`${count} users, ${what}, ${form}`, pairs]);
      }
    }
  }
  return results;
}
