import { must, resultOf, shape } from "../judge.mjs";

const METHOD = "im.user.list.get";
const BAD = `${METHOD}?ID=4`;

async function batch({ post, ...portal }, commands, halt = 0) {
  const fields = Object.entries(commands(portal)).map(([name, command]) => [
    `cmd[${name}]`,
    command,
  ]);
  return resultOf(await post("batch", ["halt", halt], ...fields));
}

const good = (id) => `${METHOD}?RESULT_TYPE=array&ID[]=${id}`;

/** Responses of `batch`, and references between its commands. */
export const batches = {
  async "batch.maps"(portal) {
    const result = await batch(portal, ({ id }) => ({ c0: good(id) }));
    const maps = ["result", "result_error", "result_total", "result_next", "result_time"];
    must(
      maps.every((map) => map in result),
      maps.join(", "),
      shape(result),
    );
    must(result.result.c0?.[0]?.id === portal.id, `user ${portal.id}`, shape(result.result.c0));
  },
  async "batch.empty"(portal) {
    const { result_error: failed } = await batch(portal, ({ id }) => ({ c0: good(id) }));
    must(Array.isArray(failed) && !failed.length, "[]", shape(failed));
  },
  async "batch.failed"(portal) {
    const { result, result_error: failed } = await batch(portal, ({ id }) => ({
      c0: BAD,
      c1: good(id),
    }));
    must(!("c0" in result) && "c1" in result, "c1 alone among the results", shape(result));
    must(
      failed.c0?.error === "INVALID_FORMAT" && "error_description" in failed.c0,
      "INVALID_FORMAT of c0",
      shape(failed),
    );
  },
  async "batch.numbers"(portal) {
    const { result } = await batch(portal, ({ id }) => [good(id), good(id)]);
    must(Array.isArray(result) && result.length === 2, "a list of two", shape(result));
  },
  async "batch.first-failed"(portal) {
    const { result, result_error: failed } = await batch(portal, ({ id }) => [BAD, good(id)]);
    must(!Array.isArray(result) && "1" in result, 'results {"1":..}', shape(result));
    must(Array.isArray(failed) && failed.length === 1, "a list of one error", shape(failed));
  },
  async "batch.halt"(portal) {
    const { result, result_error: failed } = await batch(
      portal,
      ({ id }) => ({ c0: BAD, c1: good(id) }),
      1,
    );
    must(!("c1" in result) && !("c1" in failed), "no trace of c1", shape(result));
  },
  async "batch.length"(portal) {
    const commands = ({ id }) =>
      Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`c${index}`, good(id)]));
    const { result, result_error: failed } = await batch(portal, commands);
    must(Object.keys(result).length === 50, "50 results", shape(result));
    must(
      failed.c50?.error === "ERROR_BATCH_LENGTH_EXCEEDED",
      "ERROR_BATCH_LENGTH_EXCEEDED of the last",
      shape(failed),
    );
  },
  async "batch.nested"(portal) {
    const { result_error: failed } = await batch(portal, () => ({
      c0: `batch?cmd[x]=${encodeURIComponent(BAD)}`,
    }));
    must(
      failed.c0?.error === "ERROR_BATCH_METHOD_NOT_ALLOWED",
      "ERROR_BATCH_METHOD_NOT_ALLOWED",
      shape(failed),
    );
  },
  async "batch.status"({ post }) {
    const { status } = await post("batch", ["cmd[c0]", BAD]);
    must(status === 200, "200", `${status}`);
  },
  async "references.whole"(portal) {
    const commands = ({ id }) => ({
      c0: `im.user.get?ID=${id}`,
      c1: `im.user.get?ID=$result[c0][id]`,
    });
    const { result } = await batch(portal, commands, 1);
    must(result.c1?.id === portal.id, `user ${portal.id}`, shape(result.c1));
  },
  async "references.failed"(portal) {
    const commands = () => ({ c0: BAD, c1: `${METHOD}?ID=$result[c0]` });
    const { result_error: failed } = await batch(portal, commands);
    must(
      failed.c1?.error === "INVALID_FORMAT",
      "INVALID_FORMAT of the reference to a failed command",
      shape(failed),
    );
  },
};
