import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import test from "node:test";
import { configurePortal, portal } from "../package/support/portal.mjs";
import { shape } from "./judge.mjs";
import { credentials } from "./portal.mjs";
import { compare, FACTS } from "./run.mjs";

const NO_DELAY_MS = 0;

async function compareWith(env) {
  const lines = [];
  const counts = await compare(credentials(env), (line) => lines.push(line), NO_DELAY_MS);
  return { counts, lines, output: lines.join("\n") };
}

const tokenEnv = { B24_LIVE_PORTAL: portal.origin, B24_LIVE_TOKEN: portal.accessToken };

test("the fake portal conforms to docs/spec.toml", async () => {
  const { counts, output } = await compareWith(tokenEnv);
  assert.deepEqual(counts, { same: Object.keys(FACTS).length, different: 0, unseen: 0 }, output);
});

test("the comparison works with a webhook and does not print it", async () => {
  const { counts, output } = await compareWith({ B24_LIVE_WEBHOOK: portal.webhook });
  assert.deepEqual([counts.different, counts.unseen], [0, 1], output);
  assert(!output.includes("fakewebhook"));
});

test("differences of an older portal are reported", async () => {
  const { lines } = await configurePortal("edition", { version: "23.900" }, () =>
    compareWith(tokenEnv),
  );
  const different = lines.filter((line) => line.startsWith("different")).join("\n");
  assert.match(
    different,
    /user\.keys: expected 28 keys, received of user \d+ without \[.*type,website,email\]/,
  );
  assert(lines.some((line) => line.startsWith("unseen     user.website")));
});

test("unexpected responses are differences, and their content is not printed", async () => {
  const me = { result: { id: 4, extranet: false } };
  const people = {
    result: [
      { id: 4, name: "Private" },
      { id: 5, email: "private@example.com" },
    ],
  };
  const server = createServer((request, response) => {
    const bodies = { "/rest/im.user.get": me, "/rest/im.user.list.get": people };
    response.end(
      JSON.stringify(
        bodies[request.url] ?? { result: ["private@example.com"], error: portal.accessToken },
      ),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  try {
    const { counts, output } = await compareWith({
      ...tokenEnv,
      B24_LIVE_PORTAL: `http://127.0.0.1:${port}`,
    });
    assert(counts.different > 20, output);
    assert(!/Private|private@|fake-access-token/.test(output), output);
  } finally {
    server.close();
  }
});

test("every fact is in docs/spec.toml", () => {
  const known = new Set(
    [...readFileSync("docs/spec.toml", "utf8").matchAll(/\bid = "([^"]+)"/g)].map(([, id]) => id),
  );
  assert.deepEqual(
    Object.keys(FACTS).filter((id) => !known.has(id)),
    [],
  );
});

test("credentials are read from the environment, and missing ones are named", () => {
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

test("a shape describes the type of a value without its content", () => {
  assert.equal(shape([{ a: "secret" }, { a: 1 }, null]), "[3 times { a } or null]");
  assert.equal(shape("secret"), "text");
});
