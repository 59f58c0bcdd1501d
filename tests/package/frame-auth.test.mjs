// The adapters for the official frame script and for @bitrix24/b24jssdk: with stubs that have the
// known defects of the originals, and with the SDK's real object for servers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { B24Hook, B24OAuth } from "@bitrix24/b24jssdk";

import { App } from "./support/app.mjs";
import { portal } from "./support/portal.mjs";
import { startServer } from "./support/serve.mjs";

let app, api;
before(async () => {
  app = new App();
  api = await app.import();
});
after(() => app.remove());

const HOUR_MS = 3_600_000;
const requestToken = (auth, reason = "initial") => auth.auth.getToken({ reason });
const unavailable = { name: "B24Error", code: "TOKEN_UNAVAILABLE", kind: "auth" };

/**
 * A stub of the official script: `getAuth` returns `false` before `init` and after expiry, and
 * callbacks are never called if the portal's page has no token left.
 */
function bx24({ tokens, inits = true, domain = "example.bitrix24.com" }) {
  const calls = [];
  let isInitialized = false;
  let [current] = tokens;
  return {
    calls,
    init(callback) {
      calls.push("init");
      if (!inits) return;
      setImmediate(() => {
        isInitialized = true;
        callback();
      });
    },
    getAuth: () =>
      isInitialized &&
      current && {
        access_token: current,
        refresh_token: "r",
        expires_in: Date.now() + HOUR_MS,
        domain,
        member_id: "m",
      },
    refreshAuth(callback) {
      if (!isInitialized) return;
      calls.push("refreshAuth");
      current = tokens[tokens.indexOf(current) + 1];
      if (current !== undefined) setImmediate(() => callback(this.getAuth()));
    },
  };
}

test("fromBX24 waits for `init` and reads the time of expiry", async () => {
  const BX24 = bx24({ tokens: ["first"] });
  const auth = api.fromBX24(BX24);
  assert.deepEqual(BX24.calls, [], "BX24 is not called before the first request");
  const token = await requestToken(auth);
  assert.deepEqual(
    [token.accessToken, token.portal, BX24.calls],
    ["first", "example.bitrix24.com", ["init"]],
  );
  assert.ok(Math.abs(token.expiresAt - Date.now() - HOUR_MS) < 60_000);
});

test("BX24 may be a function without a domain", async () => {
  const auth = { access_token: portal.accessToken, expires_in: Date.now() + HOUR_MS };
  const BX24 = Object.assign(() => {}, {
    init: (callback) => callback(),
    getAuth: () => auth,
    refreshAuth: () => assert.fail("not needed"),
  });
  const b24 = api.createClient({ ...api.fromBX24(BX24), portal: portal.origin });
  assert.equal((await b24.getUser(4)).name, "Emily Smith");
});

test("the token of BX24 is refreshed, unless BX24 has a newer one already", async () => {
  const BX24 = bx24({ tokens: ["first", "second", "third"] });
  const auth = api.fromBX24(BX24);
  const tokens = [await requestToken(auth), await requestToken(auth, "expired")];
  // The script also refreshes the token by itself, when its own calls get an expired token.
  await new Promise((resolve) => BX24.refreshAuth(resolve));
  tokens.push(await requestToken(auth, "expired"));
  assert.deepEqual(
    tokens.map(({ accessToken }) => accessToken),
    ["first", "second", "third"],
  );
  assert.deepEqual(BX24.calls, ["init", "refreshAuth", "refreshAuth"]);
});

test("an expired token of BX24 is refreshed at first use", async () => {
  const BX24 = bx24({ tokens: ["", "second"] });
  assert.equal((await requestToken(api.fromBX24(BX24))).accessToken, "second");
});

test("calls to a page of the portal that does not respond time out", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const silent = {
    init: bx24({ tokens: ["t"], inits: false }),
    refreshAuth: bx24({ tokens: [""] }),
  };
  for (const [name, BX24] of Object.entries(silent)) {
    const rejection = assert.rejects(requestToken(api.fromBX24(BX24)), {
      ...unavailable,
      message: new RegExp(`BX24\\.${name} within 10 s`),
    });
    while (!BX24.calls.includes(name)) await new Promise(setImmediate);
    await new Promise(setImmediate);
    context.mock.timers.tick(10_000);
    await rejection;
  }
});

test("a call is rejected if the portal's page provides no token", async () => {
  const BX24 = {
    init: (callback) => callback(),
    getAuth: () => false,
    refreshAuth: (callback) => callback(false),
  };
  const b24 = api.createClient(api.fromBX24(BX24));
  await assert.rejects(b24.getUsers([4]), {
    ...unavailable,
    message: "The portal's page returned no token",
  });
});

test("outside of a frame, the adapters throw or reject", async () => {
  for (const missing of [null, undefined, {}, "BX24"]) {
    assert.throws(() => api.fromBX24(missing), {
      code: "INVALID_OPTIONS",
      kind: "request",
      message: /frame of a portal/,
    });
    assert.throws(() => api.fromB24Frame(missing), { code: "INVALID_OPTIONS", kind: "request" });
  }
  const b24 = api.createClient(
    api.fromB24Frame(Promise.reject(new Error("Well done! Now paste this URL"))),
  );
  const error = await b24.getUsers([4]).catch((error) => error);
  assert.deepEqual(
    [error.code, error.cause.message],
    ["TOKEN_UNAVAILABLE", "Well done! Now paste this URL"],
  );
});

/** The requests of a call for a user with these options, and its error. */
async function tryToGet(options) {
  const sent = [];
  const fetch = async (url, { body }) => {
    sent.push(`${url} ${body}`);
    return Response.json({ result: { 4: { id: 4 } } });
  };
  const error = await api
    .createClient({ ...options, fetch, retries: 0 })
    .getUsers([4])
    .then(
      () => undefined,
      (error) => error,
    );
  return { error, sent };
}

test("a webhook of the SDK is refused before its code is sent as a token", async () => {
  const code = "s3cretcode00000";
  const data = {
    access_token: code,
    refresh_token: "hook",
    expires: 0,
    expires_in: 0,
    domain: "p.bitrix24.com",
    member_id: "hook",
  };
  const stub = {
    getTargetOrigin: () => "https://p.bitrix24.com",
    auth: { getAuthData: () => data, refreshAuth: async () => data },
  };
  for (const $b24 of [
    stub,
    Promise.resolve(stub),
    B24Hook.fromWebhookUrl(`https://p.bitrix24.com/rest/1/${code}/`),
  ]) {
    const { error, sent } = await tryToGet(api.fromB24Frame($b24));
    assert.deepEqual([error?.code, error?.kind, sent], ["INVALID_OPTIONS", "request", []]);
    assert.match(error.message, /auth: \{ webhook \}/);
    assert.ok(
      !JSON.stringify([error, error.message, error.stack, String(error.cause)]).includes(code),
    );
  }
});

test("ports and protocols of the official script result in the right address or a clear error", async () => {
  const cases = [
    // `window.name` as set by the portal's page, BX24's domain, and the origin of the request.
    ["p.bitrix24.com|1|sid", "p.bitrix24.com", "https://p.bitrix24.com"],
    ["p.bitrix24.com:443|1|sid", "p.bitrix24.com:443", "https://p.bitrix24.com"],
    ["p.bitrix24.com:80|1|sid", "p.bitrix24.com:80", "https://p.bitrix24.com"],
    ["p.bitrix24.com:443|0|sid", "p.bitrix24.com:443", "https://p.bitrix24.com"],
    ["box.example:8443|1|sid", "box.example:8443", "https://box.example:8443"],
    ["127.0.0.1:8080|0|sid", "127.0.0.1:8080", "http://127.0.0.1:8080"],
    ["localhost:80|0|sid", "localhost:80", "http://localhost"],
    ["localhost:80|0|sid", "localhost", "http://localhost"],
    ["", "p.bitrix24.com:80", "https://p.bitrix24.com"],
    ["p.bitrix24.com|0|sid", "p.bitrix24.com", undefined],
    ["p.bitrix24.com:80|0|sid", "p.bitrix24.com:80", undefined],
  ];
  const { name } = /** @type {any} */ (globalThis);
  try {
    for (const [frame, domain, origin] of cases) {
      Object.assign(globalThis, { name: frame });
      const { error, sent } = await tryToGet(api.fromBX24(bx24({ tokens: ["t"], domain })));
      const origins = sent.map((request) => new URL(request.split(" ")[0]).origin);
      assert.deepEqual(origins, origin ? [origin] : [], `${frame}: ${error}`);
      if (!origin)
        assert.match(`${error.code}: ${error.message}`, /INVALID_PORTAL.*must be reached by https/);
    }
  } finally {
    Object.assign(globalThis, { name });
  }
});

/**
 * The SDK's object for servers, with a token that has expired or is about to, and the endpoint
 * where it refreshes the token.
 */
function oauth(expiresInSeconds, serverEndpoint = "https://oauth.bitrix.info/rest/") {
  const { expiredToken: accessToken, origin } = portal;
  const expires = Math.floor(Date.now() / 1000) + expiresInSeconds;
  const params = {
    applicationToken: "a",
    userId: 1,
    memberId: "m",
    accessToken,
    refreshToken: "r",
    expires,
    expiresIn: 3600,
    scope: "im",
  };
  const endpoints = {
    domain: new URL(origin).host,
    clientEndpoint: `${origin}/rest/`,
    serverEndpoint,
  };
  return new B24OAuth(
    { ...params, ...endpoints, status: "L" },
    { clientId: "c", clientSecret: "s" },
  );
}

const refreshedToken = () => ({
  access_token: portal.accessToken,
  refresh_token: "r2",
  expires: String(Math.floor(Date.now() / 1000) + 3600),
  expires_in: "3600",
  client_endpoint: `${portal.origin}/rest/`,
  server_endpoint: "https://oauth.bitrix.info/rest/",
  scope: "im",
  status: "L",
});

test("a real B24OAuth: the expiry is read in seconds, and all calls share one refresh", async () => {
  // Rejected by the portal, about to expire, and expired.
  for (const seconds of [3600, 30, -30]) {
    const $b24 = oauth(seconds);
    let refreshes = 0;
    $b24.setCustomRefreshAuth(async () => {
      refreshes++;
      return /** @type {any} */ (refreshedToken());
    });
    const b24 = api.createClient(api.fromB24Frame($b24));
    const calls = Array.from({ length: 50 }, (_, index) => b24.loadUser(index + 1));
    assert.equal((await Promise.all(calls))[3].name, "Emily Smith");
    assert.equal(refreshes, 1, `${seconds} s`);
  }
});

test("a real B24OAuth refreshes the token at its own server", async () => {
  const server = await startServer((_request, response) => {
    response
      .writeHead(200, { "Content-Type": "application/json" })
      .end(JSON.stringify(refreshedToken()));
  });
  const b24 = api.createClient(api.fromB24Frame(oauth(3600, `${server.origin}/rest/`)));
  assert.equal((await b24.getUser(4)).name, "Emily Smith");
  await server.close();
});

test("a failed refresh of a real B24OAuth rejects with its cause and without secrets", async () => {
  const server = await startServer((_request, response) => {
    response
      .writeHead(400, { "Content-Type": "application/json" })
      .end('{"error":"invalid_grant","error_description":"Refresh token is used up"}');
  });
  const b24 = api.createClient(api.fromB24Frame(oauth(3600, `${server.origin}/rest/`)));
  const error = await b24.getUser(4).catch((error) => error);
  await server.close();
  assert.deepEqual([error.code, error.kind], ["TOKEN_UNAVAILABLE", "auth"]);
  assert.match(error.cause.message, /Refresh token is used up/);
});
