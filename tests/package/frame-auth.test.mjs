// The adapters for the official frame script and for @bitrix24/b24jssdk, with objects that behave
// as those do at their worst, and with the SDK's real object for servers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { B24Hook, B24OAuth } from "@bitrix24/b24jssdk";

import { App } from "./support/app.mjs";
import { portal } from "./support/portal.mjs";
import { answering } from "./support/serve.mjs";

let app, api;
before(async () => {
  app = new App();
  api = await app.import();
});
after(() => app.remove());

const HOUR_MS = 3_600_000;
const ask = (auth, reason = "initial") => auth.auth.getToken({ reason });
const unavailable = { name: "B24Error", code: "TOKEN_UNAVAILABLE", kind: "auth" };

/**
 * As the official script: `false` before `init` and after expiry, and no answer of a portal's page
 * that has none.
 */
function bx24({ tokens, inits = true, domain = "example.bitrix24.com" }) {
  const calls = [];
  let begun = false;
  let [current] = tokens;
  return {
    calls,
    init(callback) {
      calls.push("init");
      if (!inits) return;
      setImmediate(() => {
        begun = true;
        callback();
      });
    },
    getAuth: () =>
      begun &&
      current && {
        access_token: current,
        refresh_token: "r",
        expires_in: Date.now() + HOUR_MS,
        domain,
        member_id: "m",
      },
    refreshAuth(callback) {
      if (!begun) return;
      calls.push("refreshAuth");
      current = tokens[tokens.indexOf(current) + 1];
      if (current !== undefined) setImmediate(() => callback(this.getAuth()));
    },
  };
}

test("BX24 is waited for, and its moment of expiry understood", async () => {
  const BX24 = bx24({ tokens: ["first"] });
  const auth = api.fromBX24(BX24);
  assert.deepEqual(BX24.calls, [], "nothing is asked for before the first call");
  const token = await ask(auth);
  assert.deepEqual(
    [token.accessToken, token.portal, BX24.calls],
    ["first", "example.bitrix24.com", ["init"]],
  );
  assert.ok(Math.abs(token.expiresAt - Date.now() - HOUR_MS) < 60_000);
});

test("BX24 may be a function, and not know its portal", async () => {
  const auth = { access_token: portal.accessToken, expires_in: Date.now() + HOUR_MS };
  const BX24 = Object.assign(() => {}, {
    init: (callback) => callback(),
    getAuth: () => auth,
    refreshAuth: () => assert.fail("not needed"),
  });
  const b24 = api.createClient({ ...api.fromBX24(BX24), portal: portal.origin });
  assert.equal((await b24.getUser(4)).name, "Emily Smith");
});

test("BX24 is asked for another token, unless it has one already", async () => {
  const BX24 = bx24({ tokens: ["first", "second", "third"] });
  const auth = api.fromBX24(BX24);
  const told = [await ask(auth), await ask(auth, "expired")];
  // The script renews by itself, too, when its own calls meet an expired token.
  await new Promise((resolve) => BX24.refreshAuth(resolve));
  told.push(await ask(auth, "expired"));
  assert.deepEqual(
    told.map(({ accessToken }) => accessToken),
    ["first", "second", "third"],
  );
  assert.deepEqual(BX24.calls, ["init", "refreshAuth", "refreshAuth"]);
});

test("an expired token of BX24 is renewed at first use", async () => {
  const BX24 = bx24({ tokens: ["", "second"] });
  assert.equal((await ask(api.fromBX24(BX24))).accessToken, "second");
});

test("a page of the portal that does not answer is given up", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const silent = {
    init: bx24({ tokens: ["t"], inits: false }),
    refreshAuth: bx24({ tokens: [""] }),
  };
  for (const [name, BX24] of Object.entries(silent)) {
    const refused = assert.rejects(ask(api.fromBX24(BX24)), {
      ...unavailable,
      message: new RegExp(`BX24\\.${name} within 10 s`),
    });
    while (!BX24.calls.includes(name)) await new Promise(setImmediate);
    await new Promise(setImmediate);
    context.mock.timers.tick(10_000);
    await refused;
  }
});

test("what a page of the portal refuses is told by the call", async () => {
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

test("outside of a frame", async () => {
  for (const nothing of [null, undefined, {}, "BX24"]) {
    assert.throws(() => api.fromBX24(nothing), {
      code: "INVALID_OPTIONS",
      kind: "request",
      message: /frame of a portal/,
    });
    assert.throws(() => api.fromB24Frame(nothing), { code: "INVALID_OPTIONS", kind: "request" });
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

/** What a client that is let in so asks, and what becomes of its call. */
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
  const standIn = {
    getTargetOrigin: () => "https://p.bitrix24.com",
    auth: { getAuthData: () => data, refreshAuth: async () => data },
  };
  for (const $b24 of [
    standIn,
    Promise.resolve(standIn),
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

test("ports and protocols of the official script lead to the right address or to a clear error", async () => {
  const cases = [
    // What the portal's page put into `window.name`, BX24's domain, and where the request goes.
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
      const told = sent.map((request) => new URL(request.split(" ")[0]).origin);
      assert.deepEqual(told, origin ? [origin] : [], `${frame}: ${error}`);
      if (!origin)
        assert.match(`${error.code}: ${error.message}`, /INVALID_PORTAL.*must be reached by https/);
    }
  } finally {
    Object.assign(globalThis, { name });
  }
});

/**
 * The SDK's object for servers, with a token that has expired or is about to, and where it renews.
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

const renewed = () => ({
  access_token: portal.accessToken,
  refresh_token: "r2",
  expires: String(Math.floor(Date.now() / 1000) + 3600),
  expires_in: "3600",
  client_endpoint: `${portal.origin}/rest/`,
  server_endpoint: "https://oauth.bitrix.info/rest/",
  scope: "im",
  status: "L",
});

test("a real B24OAuth: its token, its moment of expiry in seconds, and one renewal for all calls", async () => {
  // Refused by the portal, known to end soon, and known to have ended.
  for (const seconds of [3600, 30, -30]) {
    const $b24 = oauth(seconds);
    let renewals = 0;
    $b24.setCustomRefreshAuth(async () => {
      renewals++;
      return /** @type {any} */ (renewed());
    });
    const b24 = api.createClient(api.fromB24Frame($b24));
    const calls = Array.from({ length: 50 }, (_, index) => b24.loadUser(index + 1));
    assert.equal((await Promise.all(calls))[3].name, "Emily Smith");
    assert.equal(renewals, 1, `${seconds} s`);
  }
});

test("a real B24OAuth renews at its own server", async () => {
  const server = await answering((_request, response) => {
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(renewed()));
  });
  const b24 = api.createClient(api.fromB24Frame(oauth(3600, `${server.origin}/rest/`)));
  assert.equal((await b24.getUser(4)).name, "Emily Smith");
  await server.close();
});

test("a real B24OAuth that cannot renew says why, and shows no secret", async () => {
  const server = await answering((_request, response) => {
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
