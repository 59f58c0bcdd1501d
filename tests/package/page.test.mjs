// The packed package in pages of headless Chromium: requests, content security policies and
// redirects. tests/matrix covers bundlers.
import assert from "node:assert/strict";
import { test } from "node:test";

import { outcomeOf, pageScript } from "./support/browser.mjs";
import { recordRequests, configurePortal, portal } from "./support/portal.mjs";
import { startServer } from "./support/serve.mjs";
import { setUpSite } from "./support/site.mjs";

const ENTRY = "/node_modules/b24-users/dist/index.js";
const options = JSON.stringify({ portal: portal.origin, auth: portal.accessToken });
const call = `const { users, missing } = await createClient(${options}).getUsers([4, 5, 999]);
  return [users.map((user) => user.name), missing];`;
const EXPECTED = [["Emily Smith", "John Johnson"], [999]];

const page = (script, head = "") =>
  `<!doctype html><meta charset="utf-8"><title>test</title>${head}<body>${script}`;
const external = (name) => `<script type="module" src="${name}"></script>`;
const TRUSTED = "require-trusted-types-for 'script'; trusted-types 'none'";
const policy = (scripts, more = "") => ({
  "Content-Security-Policy": `default-src 'none'; script-src ${scripts}; connect-src ${portal.origin}; ${more}`,
});
const direct = pageScript(`import { createClient } from "${ENTRY}";`, call);
const expired = pageScript(
  `import { createClient } from "${ENTRY}";`,
  `return createClient(${JSON.stringify({ portal: portal.origin, auth: portal.expiredToken })}).getUsers([4]);`,
);

const otherCalls = pageScript(
  `import { createClient, presenceOf } from "${ENTRY}";`,
  `const b24 = createClient(${options});
  const members = await b24.getChatUsers("chat12");
  const pages = [];
  for await (const page of b24.listUserIds({ ID: [4, 5, 17] })) pages.push(page);
  for await (const page of b24.searchUserIds("Emily Smith")) pages.push(page.includes(4));
  const { result } = await b24.call("user.get", { filter: { ID: [4] } });
  const { results, errors } = await b24.batch({
    members: { method: "im.chat.user.list", params: { CHAT_ID: 1 } },
    users: { method: "im.user.list.get", params: { ID: "$result[members]" } },
    me: { method: "im.user.get" },
  });
  await b24.setStatus("away");
  const status = await b24.getStatus();
  await b24.setStatus("online");
  return [members.users.length, await b24.getChatUserIds(12), pages, result[0].ID, results.me.result.id, errors.members.code, errors.users.code,
    status, typeof presenceOf(members.users[1]).online];`,
);

const webhook = `const warnings = [];
  console.warn = (...line) => warnings.push(line.join(" "));
  const clients = [1, 2].map(() => createClient(${JSON.stringify({ auth: { webhook: portal.webhook } })}));
  const lists = await Promise.all(clients.map((client) => client.getUsers([4])));
  createClient(${options});
  return [lists.map(({ users }) => users[0].name), warnings];`;

// gloo-net calls `Headers.prototype.set`, which a page can wrap to count the requests that gloo-net
// builds. Per replaced global: the number of users found, of requests built by gloo-net, and of
// requests sent.
const transport = `let built = 0;
  const { set } = Headers.prototype;
  Headers.prototype.set = function (...header) {
    built += 1;
    return set.apply(this, header);
  };
  // The module must treat the wrapper as native.
  const { set: wrapper } = Headers.prototype;
  const { toString } = Function.prototype;
  Function.prototype.toString = function () {
    return toString.call(this === wrapper ? set : this);
  };
  const realm = document.body.appendChild(document.createElement("iframe")).contentWindow;
  const fail = function () { throw new realm.TypeError("of another realm"); };
  const { fetch, AbortController, URL } = window;
  const replacements = {
    nothing: undefined,
    fetch: (...args) => fetch(...args),
    Request: fail,
    Headers: fail,
    URLSearchParams: fail,
    AbortController: class extends AbortController { get signal() { return { aborted: false, addEventListener() {} }; } },
    Error: class extends Error {},
    URL: class extends URL {},
  };
  const outcomes = {};
  for (const [name, replacement] of Object.entries(replacements)) {
    const before = { built, own: window[name] };
    if (replacement) window[name] = replacement;
    const b24 = createClient(${options});
    await b24.ready;
    const found = await b24.getUsers([4]).then(({ users }) => users.length, ({ code }) => code);
    if (replacement) window[name] = before.own;
    outcomes[name] = [found, built - before.built, b24.stats().requests];
  }
  return outcomes;`;

const PAGES = {
  // Chromium requests it, and reports an error if it is missing.
  "/favicon.ico": { body: "" },
  "/bare.html": { body: page(`<script type="module">${direct}</script>`) },
  "/direct.js": { body: direct },
  "/expired.html": { body: page(`<script type="module">${expired}</script>`) },
  "/other-calls.html": { body: page(`<script type="module">${otherCalls}</script>`) },
  "/transport.html": {
    body: page(
      `<script type="module">${pageScript(`import { createClient } from "${ENTRY}";`, transport)}</script>`,
    ),
  },
  "/webhook.html": {
    body: page(
      `<script type="module">${pageScript(`import { createClient } from "${ENTRY}";`, webhook)}</script>`,
    ),
  },
  "/strict.html": {
    body: page(external("direct.js")),
    headers: policy("'self' 'wasm-unsafe-eval'"),
  },
  "/forbidden.html": { body: page(external("direct.js")), headers: policy("'self'") },
  "/forbidden-fake.js": {
    body: pageScript(
      `import { createFakePortal } from "/node_modules/b24-users/dist/testing/index.js";
      import { B24Error } from "${ENTRY}";`,
      `try { createFakePortal(); } catch (error) {
        return { ...error.toJSON(), isInstance: error instanceof B24Error, cause: String(error.cause) };
      }`,
    ),
  },
  "/forbidden-fake.html": {
    body: page(external("forbidden-fake.js")),
    headers: policy("'self'"),
  },
  "/trusted.html": {
    body: page(external("direct.js")),
    headers: policy("'self' 'wasm-unsafe-eval'", TRUSTED),
  },
  "/plain.js": { body: direct.replace(ENTRY, ENTRY.replace("index", "js")) },
  "/plain.html": { body: page(external("plain.js")), headers: policy("'self'", TRUSTED) },
  "/slim.js": {
    body: pageScript(
      'import { createClient, init } from "/node_modules/b24-users/dist/slim.js";',
      `await init("/node_modules/b24-users/dist/b24.wasm"); ${call}`,
    ),
  },
  "/slim.html": { body: page(external("slim.js")) },
};

const site = setUpSite(PAGES);

for (const name of ["bare", "strict", "trusted", "plain", "slim"]) {
  // spec: cors.headers, cors.options, cors.simple
  test(`${name} page: users are loaded by one request without preflight`, async () => {
    const { outcome, log } = await recordRequests(() =>
      outcomeOf(site.browser, `${site.origin}/${name}.html`),
    );
    assert.deepEqual(outcome, { outcome: EXPECTED, pageErrors: [] });
    assert.deepEqual(
      log.map(({ verb, method, status }) => [verb, method, status]),
      [["POST", "im.user.list.get", 200]],
    );
  });
}

test("a plain page loads three files before its first request", async () => {
  const page = await site.browser.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(`${site.origin}/bare.html`);
  await page.waitForSelector("#outcome", { state: "attached" });
  await page.close();
  const first = requests.findIndex((url) => url.startsWith(portal.origin));
  const files = requests.slice(0, first).filter((url) => url.includes("/node_modules/b24-users/"));
  assert.deepEqual(files.map((url) => url.split("/dist/")[1]).sort(), [
    "chunks/client.js",
    "chunks/wasm-loader.js",
    "index.js",
  ]);
});

test("gloo-net builds the requests of a page, unless a global that it needs is replaced", async () => {
  const { outcome } = await outcomeOf(site.browser, `${site.origin}/transport.html`);
  const names = [
    "fetch",
    "Request",
    "Headers",
    "URLSearchParams",
    "AbortController",
    "Error",
    "URL",
  ];
  assert.deepEqual(outcome, {
    nothing: [1, 1, 1],
    ...Object.fromEntries(names.map((name) => [name, [1, 0, 1]])),
  });
});

test("the error for a policy that forbids WebAssembly names the header and the entry b24-users/js", async () => {
  const { outcome } = await outcomeOf(site.browser, `${site.origin}/forbidden.html`);
  assert.deepEqual([outcome.thrown.kind, outcome.thrown.code], ["load", "WASM_FORBIDDEN"]);
  assert.match(
    outcome.thrown.message,
    /Content-Security-Policy.*'wasm-unsafe-eval'.*"b24-users\/js"/,
  );
});

test("a fake portal reports a policy that forbids WebAssembly as a client does", async () => {
  const { outcome } = await outcomeOf(site.browser, `${site.origin}/forbidden-fake.html`);
  const { kind, code, message, isInstance, cause } = outcome;
  assert.deepEqual([kind, code, isInstance], ["load", "WASM_FORBIDDEN", true]);
  assert.match(message, /Content-Security-Policy.*'wasm-unsafe-eval'/);
  assert.doesNotMatch(message, /b24-users\/js/, "the fake portal has no other build");
  assert.match(cause, /CompileError/);
});

test("a webhook in a page works, and one warning is printed", async () => {
  const { outcome } = await outcomeOf(site.browser, `${site.origin}/webhook.html`);
  const [names, warnings] = outcome;
  assert.deepEqual(names, ["Emily Smith", "Emily Smith"]);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /permanent secret/);
  assert.ok(!warnings[0].includes(portal.webhook));
});

// spec: cors.redirect
test("a redirect of the portal results in PORTAL_MOVED and is not followed", async () => {
  const seen = [];
  const other = await startServer((request, response) => {
    seen.push(request.url);
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end('{"result":[]}');
  });
  const loadPage = () => outcomeOf(site.browser, `${site.origin}/bare.html`);
  const { outcome } = await configurePortal(
    "faults",
    [{ kind: "redirect", to: other.origin }],
    loadPage,
  );
  await other.close();
  assert.deepEqual(
    [outcome.thrown.code, outcome.thrown.kind, outcome.thrown.retryable, seen],
    ["PORTAL_MOVED", "network", false, []],
  );
});

// spec: cors.readable-errors
test("the portal's error is readable from a page of another origin", async () => {
  const { outcome } = await outcomeOf(site.browser, `${site.origin}/expired.html`);
  const { code, kind, status } = outcome.thrown;
  assert.deepEqual([code, kind, status], ["expired_token", "auth", 401]);
});

test("chats, lists, raw calls and the status work in a page without preflight", async () => {
  const { outcome, log } = await recordRequests(() =>
    outcomeOf(site.browser, `${site.origin}/other-calls.html`),
  );
  const members = [1, 4, 5, 17, 61, 72, 74, 90, 105, 106, 107, 108];
  assert.deepEqual(outcome, {
    outcome: [
      12,
      members,
      [[4, 5], true],
      "4",
      1,
      "ACCESS_ERROR",
      "COMMAND_SKIPPED",
      "away",
      "boolean",
    ],
    pageErrors: [],
  });
  assert(log.every(({ verb }) => verb === "POST"));
});
