import assert from "node:assert/strict";

/** The request log of the fake portal. */
export class PortalLog {
  #address;

  constructor(origin) {
    this.#address = `${origin}/__portal/log`;
  }

  async clear() {
    await fetch(this.#address, { method: "DELETE" });
  }

  async entries() {
    return (await fetch(this.#address)).json();
  }
}

/** Fails unless the requests in the waterfall are those in the portal's log. */
export function assertMatchesLog(rows, entries) {
  const shown = rows
    .filter(({ kind }) => kind === "done" || kind === "failed")
    .map(({ title, outcome }) => {
      const [, method, ids] =
        title.match(/^\d+ (\S+) ([\d,]+) ids?$/) ??
        assert.fail(`the row "${title}" is not a request`);
      return {
        method,
        ids: Number(ids.replaceAll(",", "")),
        status: Number.parseInt(outcome, 10) || 0,
      };
    });
  const logged = entries.map(({ method, ids, commands = [{ ids }], status }) => {
    return { method, ids: commands.reduce((sum, command) => sum + command.ids, 0), status };
  });
  // Concurrent requests may arrive in another order. The log has no ids for requests that were
  // rejected unread.
  const asText = (requests) => requests.map((request) => JSON.stringify(request)).sort();
  const withoutIds = (requests) =>
    asText(requests.map(({ method, status }) => ({ method, status })));
  const successful = (requests) => asText(requests.filter(({ status }) => status === 200));
  assert.deepEqual(withoutIds(shown), withoutIds(logged));
  assert.deepEqual(successful(shown), successful(logged));
}
