import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import test from "node:test";
import { ordered, portal } from "../package/support/portal.mjs";
import { shape } from "./judge.mjs";
import { credentials } from "./portal.mjs";
import { compare, FACTS } from "./run.mjs";

const AT_ONCE = 0;

async function compared(env) {
  const lines = [];
  const counts = await compare(credentials(env), (line) => lines.push(line), AT_ONCE);
  return { counts, lines, told: lines.join("\n") };
}

const byToken = { B24_LIVE_PORTAL: portal.origin, B24_LIVE_TOKEN: portal.accessToken };

test("the fake portal does as docs/spec.toml says", async () => {
  const { counts, told } = await compared(byToken);
  assert.deepEqual(counts, { same: Object.keys(FACTS).length, different: 0, unseen: 0 }, told);
});

test("by a webhook, too, which no line holds", async () => {
  const { counts, told } = await compared({ B24_LIVE_WEBHOOK: portal.webhook });
  assert.deepEqual([counts.different, counts.unseen], [0, 1], told);
  assert(!told.includes("fakewebhook"));
});

test("what an older portal does otherwise is told", async () => {
  const { lines } = await ordered("edition", { version: "23.900" }, () => compared(byToken));
  const different = lines.filter((line) => line.startsWith("different")).join("\n");
  assert.match(
    different,
    /user\.keys: expected 28 keys, received of user \d+ without \[.*type,website,email\]/,
  );
  assert(lines.some((line) => line.startsWith("unseen     user.website")));
});

test("answers of any shape are differences, and what they say is not repeated", async () => {
  const me = { result: { id: 4, extranet: false } };
  const people = {
    result: [
      { id: 4, name: "Private" },
      { id: 5, email: "private@example.com" },
    ],
  };
  const server = createServer((request, response) => {
    const answers = { "/rest/im.user.get": me, "/rest/im.user.list.get": people };
    response.end(
      JSON.stringify(
        answers[request.url] ?? { result: ["private@example.com"], error: portal.accessToken },
      ),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  try {
    const { counts, told } = await compared({
      ...byToken,
      B24_LIVE_PORTAL: `http://127.0.0.1:${port}`,
    });
    assert(counts.different > 20, told);
    assert(!/Private|private@|fake-access-token/.test(told), told);
  } finally {
    server.close();
  }
});

test("every fact is one of docs/spec.toml", () => {
  const known = new Set(
    [...readFileSync("docs/spec.toml", "utf8").matchAll(/\bid = "([^"]+)"/g)].map(([, id]) => id),
  );
  assert.deepEqual(
    Object.keys(FACTS).filter((id) => !known.has(id)),
    [],
  );
});

test("what opens a portal is asked for in words", () => {
  assert.throws(() => credentials({}), /B24_LIVE_PORTAL and B24_LIVE_TOKEN/);
  assert.equal(
    credentials({ B24_LIVE_PORTAL: "example.bitrix24.com", B24_LIVE_TOKEN: "t" }).base,
    "https://example.bitrix24.com/rest/",
  );
  assert.equal(
    credentials({ B24_LIVE_WEBHOOK: "https://a.b/rest/1/code" }).base,
    "https://a.b/rest/1/code/",
  );
});

test("a shape tells what a value is, and nothing that it says", () => {
  assert.equal(shape([{ a: "secret" }, { a: 1 }, null]), "[3 times { a } or null]");
  assert.equal(shape("secret"), "text");
});
