// `b24-users/js` has the same results as the default entry, for all responses.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";

const FIXTURES = new URL("../fixtures/", import.meta.url);
const limits = { burst: 100_000, perSecond: 100_000 };

let app, entries;
before(async () => {
  app = new App();
  entries = [await app.import("b24-users"), await app.import("b24-users/js")];
});
after(() => app.remove());

// Without the value of `retryAfterMs`, which depends on the time.
const plainError = (error) => ({ ...error.toJSON(), retryAfterMs: error.retryAfterMs !== null });

/** The outcomes of a call in each of the entries. */
function outcomes(fetch, call) {
  return Promise.all(
    entries.map(async ({ createClient }) => {
      // The deadline keeps the test from waiting for the operating-time limit.
      const b24 = createClient({
        portal: "example.bitrix24.com",
        auth: "t",
        fetch,
        limits,
        retries: 0,
        deadlineMs: 20_000,
      });
      return call(b24).then((outcome) => JSON.parse(JSON.stringify(outcome)), plainError);
    }),
  );
}

test("the entries have the same results for all fixtures", async () => {
  const files = readdirSync(FIXTURES).filter(
    (name) => /\.(json|html)$/.test(name) && name !== "MANIFEST.json",
  );
  assert.ok(files.length > 50);
  for (const file of files) {
    const status = Number(
      readFileSync(new URL(file.replace(/\.\w+$/, ".status"), FIXTURES), "utf8"),
    );
    const text = readFileSync(new URL(file, FIXTURES), "utf8");
    const fetch = async () => ({ status, text: async () => text });
    for (const call of [
      (b24) => b24.getUsers([1, 4, 5, 999999]),
      (b24) => b24.getUser(4),
      (b24) => b24.getStatus(),
    ]) {
      const [one, other] = await outcomes(fetch, call);
      assert.deepEqual(other, one, `${file}: ${call}`);
    }
  }
});

test("the entries have the same results for 20 000 users, while memory grows during reads", async () => {
  const user = (id) => ({
    id: Number(id),
    name: `Анна ${id} 🙂`,
    departments: [1, 2, Number(id)],
    phones: { work_phone: `+${id}` },
    extra: "x".repeat(300),
  });
  const fetch = async (url, { body }) => {
    const calls = [...decodeURIComponent(body).matchAll(/ID=\[([\d,]+)\]/g)].map(([, ids]) =>
      Object.fromEntries(ids.split(",").map((id) => [id, user(id)])),
    );
    const result = url.endsWith("/batch")
      ? {
          result: Object.fromEntries(calls.map((users, number) => [`c${number}`, users])),
          result_error: [],
        }
      : calls[0];
    return { status: 200, text: async () => JSON.stringify({ result }) };
  };
  const [one, other] = await outcomes(fetch, (b24) =>
    b24.getUsers(Array.from({ length: 20_000 }, (_, index) => index + 1)),
  );
  assert.equal(one.users.length, 20_000);
  assert.equal(one.users[19_999].name, "Анна 20000 🙂");
  assert.deepEqual(other, one);
});
