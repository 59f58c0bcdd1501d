// Applications in a frame of the fake portal, whose page provides their tokens: with a stub of the
// official script, and with the real @bitrix24/b24jssdk.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { build } from "esbuild";

import { outcomeOf, pageScript } from "./support/browser.mjs";
import { recordRequests, portal } from "./support/portal.mjs";
import { setUpSite } from "./support/site.mjs";

const SCRIPT = readFileSync(new URL("support/bx24.js", import.meta.url));
const ENTRY = "/node_modules/b24-users/dist/index.js";
const ADAPTERS = {
  bx24: ["", "{ ...fromBX24(BX24) }"],
  // A promise of the frame, which is still pending when the client is created.
  sdk: [
    'import { initializeB24Frame } from "./b24jssdk.js";',
    "{ ...fromB24Frame(initializeB24Frame()) }",
  ],
};
const CALLS = {
  users: "return (await b24.getUsers([4, 5, 999])).users.map(({ name }) => name);",
  // Fifty concurrent calls, while the token is valid for two more requests.
  fifty: `await Promise.all([b24.getUser(4), b24.getUser(5)]);
    const users = await Promise.all(Array.from({ length: 50 }, (_, index) => b24.getUser(110 + index)));
    return [users.length, b24.stats().refreshes];`,
  ending: "await b24.getUser(4); return (await b24.getUser(5)).name;",
  deadline:
    "await b24.getUser(4); await b24.getUser(4); return b24.getUser(4, { deadlineMs: 500 });",
  refused: "await b24.getUser(4); await b24.getUser(4); return b24.getUser(4);",
};

const pages = { "/favicon.ico": { body: "" }, "/bx24.js": { body: SCRIPT } };
for (const [adapter, [imports, options]] of Object.entries(ADAPTERS)) {
  for (const [name, call] of Object.entries(CALLS)) {
    const script = pageScript(
      `import { createClient, fromB24Frame, fromBX24 } from "${ENTRY}";\n${imports}`,
      `const b24 = createClient({ ...${options}, limits: { burst: 1000, perSecond: 1000 } });\n${call}`,
    );
    const classic = adapter === "bx24" ? '<script src="/bx24.js"></script>' : "";
    pages[`/${adapter}-${name}.html`] = {
      body: `<!doctype html><meta charset="utf-8"><title>app</title><body>${classic}<script type="module">${script}</script>`,
    };
  }
}

const site = setUpSite(pages, async (app) => {
  const entry = app.write(
    "sdk.js",
    `export * from ${JSON.stringify(import.meta.resolve("@bitrix24/b24jssdk").replace("file://", ""))};`,
  );
  await build({
    entryPoints: [entry],
    outfile: join(app.folder, "b24jssdk.js"),
    bundle: true,
    format: "esm",
    logLevel: "error",
  });
});

/** Runs an application in the frame. Returns its outcome and the requests to the portal. */
async function runFramed(name, settings = {}) {
  const address = new URL(portal.frame);
  const app = `${site.origin}/${name}.html`;
  for (const [setting, value] of Object.entries({ app, ...settings }))
    address.searchParams.set(setting, value);
  const { outcome: report, log } = await recordRequests(() =>
    outcomeOf(site.browser, String(address), { framed: true }),
  );
  return { ...report, log };
}

for (const adapter of Object.keys(ADAPTERS)) {
  test(`${adapter}: users are loaded with the portal's address and token`, async () => {
    const { outcome, pageErrors, messages } = await runFramed(`${adapter}-users`);
    assert.deepEqual([outcome, pageErrors], [["Emily Smith", "John Johnson"], []]);
    assert.equal(messages, "getInitData 1");
  });

  // spec: error.expired_token
  test(`${adapter}: fifty calls share one refresh of an expired token, and all succeed`, async () => {
    const { outcome, messages, log } = await runFramed(`${adapter}-fifty`, { tokens: "uses" });
    assert.deepEqual([outcome, messages], [[50, 1], "getInitData 1 · refreshAuth 1"]);
    const countOf = (status) => log.filter((entry) => entry.status === status).length;
    assert.equal(countOf(200), 52);
    assert.ok(
      countOf(401) >= 1 && countOf(401) <= 50 && countOf(200) + countOf(401) === log.length,
      "no request is retried more than once",
    );
  });

  test(`${adapter}: a token that expires soon is used as long as the portal accepts it`, async () => {
    const { outcome, messages, log } = await runFramed(`${adapter}-ending`, { tokens: "seconds" });
    assert.deepEqual([outcome, messages], ["John Johnson", "getInitData 1"]);
    assert.deepEqual(
      log.map(({ status }) => status),
      [200, 200],
    );
  });

  test(`${adapter}: a call ends with an auth error within the deadline if the page provides no new token`, async () => {
    const { outcome } = await runFramed(`${adapter}-deadline`, {
      tokens: "uses",
      refresh: "silent",
    });
    assert.deepEqual([outcome.thrown.kind, outcome.thrown.code], ["auth", "TOKEN_UNAVAILABLE"]);
  });

  test(`${adapter}: a rejected or unchanged token is an auth error without further refreshes`, async () => {
    const refused = await runFramed(`${adapter}-refused`, { tokens: "uses", refresh: "false" });
    assert.deepEqual(
      [refused.outcome.thrown.kind, refused.outcome.thrown.code],
      ["auth", "TOKEN_UNAVAILABLE"],
    );
    const same = await runFramed(`${adapter}-refused`, { tokens: "uses", refresh: "same" });
    assert.deepEqual(
      [same.outcome.thrown.kind, same.outcome.thrown.code],
      ["auth", "expired_token"],
    );
    for (const { messages } of [refused, same])
      assert.equal(messages, "getInitData 1 · refreshAuth 1");
    assert.equal(same.log.length, 4);
  });
}
