// Compares a portal with docs/spec.toml by read-only requests.

import { pathToFileURL } from "node:url";
import { answers } from "./facts/answers.mjs";
import { batches } from "./facts/batches.mjs";
import { errors } from "./facts/errors.mjs";
import { ids } from "./facts/ids.mjs";
import { lists } from "./facts/lists.mjs";
import { users } from "./facts/users.mjs";
import { Difference, resultOf, Unseen } from "./judge.mjs";
import { connect, credentials } from "./portal.mjs";

/** The facts of docs/spec.toml that can be checked without changes to the portal. */
export const FACTS = { ...ids, ...answers, ...users, ...errors, ...batches, ...lists };
const MISSING_ID = 2_000_000_000;
const MAX_CHECKED_ID = 50;

/** The input of the checks: a portal, its users with low ids, and the ids of two of them. */
async function prepare(access, gapMs) {
  const portal = connect(access, gapMs);
  const list = (...fields) => portal.post("im.user.list.get", ["RESULT_TYPE", "array"], ...fields);
  const me = resultOf(await portal.post("im.user.get"));
  if (me.extranet)
    throw new Error("an extranet user sees too little: use the token of an employee");
  const lowIds = Array.from({ length: MAX_CHECKED_ID }, (_, index) => ["ID[]", index + 1]);
  const people = resultOf(await list(["ID[]", me.id], ...lowIds)).filter(Boolean);
  const other = people.find(({ id }) => id !== me.id)?.id;
  if (!other) throw new Error(`there is no other user with an id up to ${MAX_CHECKED_ID}`);
  return {
    ...portal,
    ...access,
    bare: Boolean(access.auth.auth),
    list,
    people,
    id: me.id,
    other,
    missingId: MISSING_ID,
  };
}

/** Checks every fact, passes a line per fact to `printLine`, and returns the counts by outcome. */
export async function compare(access, printLine = console.log, gapMs = undefined) {
  const portal = await prepare(access, gapMs);
  const counts = { same: 0, different: 0, unseen: 0 };
  for (const [id, check] of Object.entries(FACTS)) {
    try {
      await check(portal);
      counts.same += 1;
      printLine(`same       ${id}`);
    } catch (error) {
      const kind = error instanceof Unseen ? "unseen" : "different";
      counts[kind] += 1;
      // Other errors are caused by responses of an unexpected type. Their messages may quote them.
      const known = error instanceof Unseen || error instanceof Difference;
      printLine(`${kind.padEnd(10)} ${id}: ${known ? error.message : "an unexpected response"}`);
    }
  }
  printLine(
    `${counts.same} facts the same, ${counts.different} different, ${counts.unseen} unseen; ${portal.requests()} requests`,
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
