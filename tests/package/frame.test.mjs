// Applications in a frame of the fake portal, whose page gives them their tokens: by a stand-in for
// the official script, and by the real @bitrix24/b24jssdk.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { build } from "esbuild";

import { App } from "./support/app.mjs";
import { launch, outcomeOf, reporting } from "./support/browser.mjs";
import { logged, portal } from "./support/portal.mjs";
import { serve } from "./support/serve.mjs";

const SCRIPT = readFileSync(new URL("support/bx24.js", import.meta.url));
const ENTRY = "/node_modules/b24-users/dist/index.js";
const WAYS = {
  bx24: ["", "{ ...fromBX24(BX24) }"],
  // The stand-in has not called back yet, and the SDK is not there yet.
  sdk: [
    'import { initializeB24Frame } from "./b24jssdk.js";',
    "{ ...fromB24Frame(initializeB24Frame()) }",
  ],
};
const CALLS = {
  users: "return (await b24.getUsers([4, 5, 999])).users.map(({ name }) => name);",
  // Fifty at once over a token that is good for two more requests.
  fifty: `await Promise.all([b24.getUser(4), b24.getUser(5)]);
    const users = await Promise.all(Array.from({ length: 50 }, (_, index) => b24.getUser(110 + index)));
    return [users.length, b24.stats().refreshes];`,
  ending: "await b24.getUser(4); return (await b24.getUser(5)).name;",
  deadline:
    "await b24.getUser(4); await b24.getUser(4); return b24.getUser(4, { deadlineMs: 500 });",
  refused: "await b24.getUser(4); await b24.getUser(4); return b24.getUser(4);",
};

const pages = { "/favicon.ico": { body: "" }, "/bx24.js": { body: SCRIPT } };
for (const [way, [imports, options]] of Object.entries(WAYS)) {
  for (const [name, call] of Object.entries(CALLS)) {
    const script = reporting(
      `import { createClient, fromB24Frame, fromBX24 } from "${ENTRY}";\n${imports}`,
      `const b24 = createClient({ ...${options}, limits: { burst: 1000, perSecond: 1000 } });\n${call}`,
    );
    const classic = way === "bx24" ? '<script src="/bx24.js"></script>' : "";
    pages[`/${way}-${name}.html`] = {
      body: `<!doctype html><meta charset="utf-8"><title>app</title><body>${classic}<script type="module">${script}</script>`,
    };
  }
}

let app, server, browser;
before(async () => {
  app = new App();
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
  server = await serve(app.folder, pages);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
  app?.remove();
});

/** What becomes of an application in the frame, and what the portal and its page were asked for. */
async function framed(name, wishes = {}) {
  const address = new URL(portal.frame);
  for (const [wish, value] of Object.entries({ app: `${server.origin}/${name}.html`, ...wishes }))
    address.searchParams.set(wish, value);
  const { outcome: told, log } = await logged(() =>
    outcomeOf(browser, String(address), { framed: true }),
  );
  return { ...told, log };
}

for (const way of Object.keys(WAYS)) {
  test(`${way}: users, with the portal's address and token`, async () => {
    const { outcome, complaints, messages } = await framed(`${way}-users`);
    assert.deepEqual([outcome, complaints], [["Emily Smith", "John Johnson"], []]);
    assert.equal(messages, "getInitData 1");
  });

  // spec: error.expired_token
  test(`${way}: fifty calls over an expiring token make one refresh, and all succeed`, async () => {
    const { outcome, messages, log } = await framed(`${way}-fifty`, { tokens: "uses" });
    assert.deepEqual([outcome, messages], [[50, 1], "getInitData 1 · refreshAuth 1"]);
    const answered = (status) => log.filter((entry) => entry.status === status).length;
    assert.equal(answered(200), 52);
    assert.ok(
      answered(401) >= 1 && answered(401) <= 50 && answered(200) + answered(401) === log.length,
      "none is sent more than once again",
    );
  });

  test(`${way}: a token that ends soon is used as long as the portal accepts it`, async () => {
    const { outcome, messages, log } = await framed(`${way}-ending`, { tokens: "seconds" });
    assert.deepEqual([outcome, messages], ["John Johnson", "getInitData 1"]);
    assert.deepEqual(
      log.map(({ status }) => status),
      [200, 200],
    );
  });

  test(`${way}: a page that gives no new token ends in an auth error within the deadline`, async () => {
    const { outcome } = await framed(`${way}-deadline`, { tokens: "uses", refresh: "silent" });
    assert.deepEqual([outcome.thrown.kind, outcome.thrown.code], ["auth", "TOKEN_UNAVAILABLE"]);
  });

  test(`${way}: a page that refuses, or gives the old token again, ends in an auth error and no loop`, async () => {
    const refused = await framed(`${way}-refused`, { tokens: "uses", refresh: "false" });
    assert.deepEqual(
      [refused.outcome.thrown.kind, refused.outcome.thrown.code],
      ["auth", "TOKEN_UNAVAILABLE"],
    );
    const same = await framed(`${way}-refused`, { tokens: "uses", refresh: "same" });
    assert.deepEqual(
      [same.outcome.thrown.kind, same.outcome.thrown.code],
      ["auth", "expired_token"],
    );
    for (const { messages } of [refused, same])
      assert.equal(messages, "getInitData 1 · refreshAuth 1");
    assert.equal(same.log.length, 4);
  });
}
