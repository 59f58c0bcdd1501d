import assert from "node:assert/strict";

/** What the fake portal was asked for, as it says. */
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

/** Fails unless the requests among the waterfall's rows are those in the portal's log. */
export function assertMatchesLog(rows, entries) {
  const drawn = rows
    .filter(({ kind }) => kind === "done" || kind === "failed")
    .map(({ what, outcome }) => {
      const [, method, ids] =
        what.match(/^\d+ (\S+) ([\d,]+) ids?$/) ?? assert.fail(`the row "${what}" is no request`);
      return {
        method,
        ids: Number(ids.replaceAll(",", "")),
        status: Number.parseInt(outcome, 10) || 0,
      };
    });
  const logged = entries.map(({ method, ids, commands = [{ ids }], status }) => {
    return { method, ids: commands.reduce((sum, command) => sum + command.ids, 0), status };
  });
  // Those under way at once may arrive in another order than they left; what was refused unread asked for nobody.
  const asText = (requests) => requests.map((request) => JSON.stringify(request)).sort();
  const withoutIds = (requests) =>
    asText(requests.map(({ method, status }) => ({ method, status })));
  const answered = (requests) => asText(requests.filter(({ status }) => status === 200));
  assert.deepEqual(withoutIds(drawn), withoutIds(logged));
  assert.deepEqual(answered(drawn), answered(logged));
}
