import { createClient, isPartialResultError } from "b24-users";

/** What came of a request: `list` (also of one that failed in part), `error`, and the `seconds` it took. */
export async function lookUp({ portal, token, ids }, signal) {
  const begin = performance.now();
  const outcome = (list, error) => ({ list, error, seconds: (performance.now() - begin) / 1000 });
  try {
    const b24 = createClient({ portal, auth: token });
    return outcome(await b24.getUsers(ids, { invalid: "report", signal }), null);
  } catch (error) {
    return outcome(isPartialResultError(error) ? error.result : null, error);
  }
}
