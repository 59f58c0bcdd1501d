// Compares a portal with what is known of portals (docs/spec.toml), by reading alone: it sets, adds
// and deletes nothing.

import { pathToFileURL } from "node:url";
import { answers } from "./facts/answers.mjs";
import { batches } from "./facts/batches.mjs";
import { errors } from "./facts/errors.mjs";
import { ids } from "./facts/ids.mjs";
import { lists } from "./facts/lists.mjs";
import { users } from "./facts/users.mjs";
import { Difference, resultOf, Unseen } from "./judge.mjs";
import { connect, credentials } from "./portal.mjs";

/** The facts of docs/spec.toml that can be seen without changing anything. */
export const FACTS = { ...ids, ...answers, ...users, ...errors, ...batches, ...lists };
const NOBODY = 2_000_000_000;
const LOOKED_AT = 50;

/** What the facts are asked of: a portal, and two people who are there. */
async function acquaintance(access, gapMs) {
  const portal = connect(access, gapMs);
  const list = (...fields) => portal.ask("im.user.list.get", ["RESULT_TYPE", "array"], ...fields);
  const me = resultOf(await portal.ask("im.user.get"));
  if (me.extranet)
    throw new Error("a caller from outside the company sees too little: take an employee's token");
  const wanted = Array.from({ length: LOOKED_AT }, (_, index) => ["ID[]", index + 1]);
  const people = resultOf(await list(["ID[]", me.id], ...wanted)).filter(Boolean);
  const other = people.find(({ id }) => id !== me.id)?.id;
  if (!other) throw new Error(`nobody else has an id up to ${LOOKED_AT}`);
  return {
    ...portal,
    ...access,
    bare: Boolean(access.auth.auth),
    list,
    people,
    id: me.id,
    other,
    nobody: NOBODY,
  };
}

/**
 * Tries every fact, and tells `say` of each; gives how many were so, were not, and could not be
 * seen.
 */
export async function compare(access, say = console.log, gapMs = undefined) {
  const portal = await acquaintance(access, gapMs);
  const counts = { same: 0, different: 0, unseen: 0 };
  for (const [id, check] of Object.entries(FACTS)) {
    try {
      await check(portal);
      counts.same += 1;
      say(`same       ${id}`);
    } catch (error) {
      const kind = error instanceof Unseen ? "unseen" : "different";
      counts[kind] += 1;
      // Whatever else is thrown comes of an answer of a shape that was not thought of; its text may
      // quote that.
      const known = error instanceof Unseen || error instanceof Difference;
      say(`${kind.padEnd(10)} ${id}: ${known ? error.message : "an answer of another shape"}`);
    }
  }
  say(
    `${counts.same} facts the same, ${counts.different} different, ${counts.unseen} not to be seen; ${portal.requests()} requests`,
  );
  return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const { different } = await compare(credentials());
    process.exitCode = different ? 1 : 0;
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  }
}
