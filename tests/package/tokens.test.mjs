// `getToken`: single-flight requests and refreshes of tokens.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";

let app, createClient, fromBX24, fromB24Frame;
before(async () => {
  app = new App();
  ({ createClient, fromBX24, fromB24Frame } = await app.import());
});
after(() => app.remove());

const fetch = async () => Response.json({ result: true });
const client = (getToken, options) =>
  createClient({ portal: "example.bitrix24.com", auth: { getToken }, fetch, ...options });

test("an abort of the call that requested a token does not affect other calls that wait for it", async () => {
  const pending = [];
  const b24 = client(({ reason }) => new Promise((resolve) => pending.push({ reason, resolve })));
  await b24.ready;
  const controller = new AbortController();
  const aborted = b24.call("app.info", {}, { signal: controller.signal });
  const other = b24.call("app.info");
  while (pending.length === 0) await new Promise(setImmediate);
  controller.abort();
  await assert.rejects(aborted, { code: "ABORTED" });
  await new Promise((resolve) => setTimeout(resolve, 20));
  pending[0].resolve("token");
  assert.equal((await other).result, true);
  assert.deepEqual(
    pending.map(({ reason }) => reason),
    ["initial"],
  );
});

test("the next call requests a token again after a timeout or a failure of getToken", async () => {
  const outcomes = [
    () => new Promise(() => {}),
    () => Promise.reject(new Error("signed out")),
    () => "token",
  ];
  let tokenRequests = 0;
  const b24 = client(() => outcomes[tokenRequests++](), { requestTimeoutMs: 50 });
  for (const message of [/no token within 50 ms/, /getToken` failed/]) {
    await assert.rejects(b24.call("app.info"), { code: "TOKEN_UNAVAILABLE", message });
  }
  assert.equal((await b24.call("app.info")).result, true);
  assert.equal(tokenRequests, 3);
});

/** Per client, a `fetch` that accepts this token only. Other tokens are rejected after `ms`. */
const accepting =
  (token) =>
  (ms = 0) =>
  async (_url, { body }) => {
    if (new URLSearchParams(body).get("auth") === token) return Response.json({ result: true });
    await new Promise((resolve) => setTimeout(resolve, ms));
    return Response.json({ error: "expired_token", error_description: "" }, { status: 401 });
  };

/** A `getToken` that returns `first` and then the results of `refresh`; and its reasons. */
function tokenSource(/** @type {() => string | Promise<string>} */ refresh = () => "second") {
  const reasons = [];
  return {
    reasons,
    getToken: async ({ reason }) => {
      reasons.push(reason);
      return reason === "initial" ? "first" : refresh();
    },
  };
}

test("clients with the same getToken and portal share a refresh, even a completed one", async () => {
  const { reasons, getToken } = tokenSource();
  const fetch = accepting("second");
  // Two clients are rejected at once, the third when the others already have the new token.
  const clients = [0, 0, 100].map((ms) => client(getToken, { fetch: fetch(ms) }));
  const calls = clients.flatMap((b24) => [b24.call("app.info"), b24.call("app.info")]);
  for (const { result } of await Promise.all(calls)) assert.equal(result, true);
  assert.equal(reasons.filter((reason) => reason === "expired").length, 1, reasons.join());
});

test("two clients share one refresh if the portal rejects the new token, too", async () => {
  let number = 0;
  const { reasons, getToken } = tokenSource(() => `token ${++number}`);
  const clients = [0, 20].map((ms) =>
    client(getToken, {
      fetch: accepting("none")(ms),
      retries: 0,
      limits: { burst: 1000, perSecond: 1000 },
    }),
  );
  const calls = clients.flatMap((b24) => Array.from({ length: 50 }, () => b24.call("app.info")));
  await Promise.all(calls.map((call) => assert.rejects(call, { code: "expired_token" })));
  assert.equal(reasons.filter((reason) => reason === "expired").length, 1, reasons.join());
  // The next call refreshes again.
  await assert.rejects(clients[0].call("app.info"), { code: "expired_token" });
  assert.equal(reasons.filter((reason) => reason === "expired").length, 2);
});

test("clients do not share tokens across portals or across objects with the same method", async () => {
  const fetch = accepting("second")(0);
  const { reasons, getToken } = tokenSource();
  const portals = ["one.bitrix24.com", "two.bitrix24.com"].map((portal) =>
    client(getToken, { portal, fetch }),
  );
  await Promise.all(portals.map((b24) => b24.call("app.info")));
  assert.equal(reasons.filter((reason) => reason === "expired").length, 2);

  class Account {
    constructor(name) {
      this.name = name;
    }
    async getToken({ reason }) {
      return reason === "initial" ? "first" : `of ${this.name}`;
    }
  }
  const names = ["Ann", "Bob"];
  const accounts = names.map((name) =>
    createClient({
      portal: "example.bitrix24.com",
      auth: new Account(name),
      fetch: accepting(`of ${name}`)(0),
    }),
  );
  for (const { result } of await Promise.all(accounts.map((b24) => b24.call("app.info"))))
    assert.equal(result, true);
});

test("the next call refreshes again after a failed refresh", async () => {
  let refreshes = 0;
  const refresh = () => (++refreshes === 1 ? Promise.reject(new Error("signed out")) : "second");
  const { getToken } = tokenSource(refresh);
  const clients = [0, 0].map(() => client(getToken, { fetch: accepting("second")(0) }));
  await assert.rejects(clients[0].call("app.info"), { code: "TOKEN_UNAVAILABLE" });
  for (const b24 of clients) assert.equal((await b24.call("app.info")).result, true);
  assert.equal(refreshes, 2);
});

const HOUR_MS = 3_600_000;

test("clients of one frame share a refresh", async () => {
  let refreshes = 0;
  const token = () => ({
    access_token: refreshes ? "second" : "first",
    expires_in: Date.now() + HOUR_MS,
    expires: Date.now() / 1000 + 3600,
    domain: "example.bitrix24.com",
  });
  const refresh = () => {
    refreshes += 1;
    return token();
  };
  const BX24 = { init: (done) => done(), getAuth: token, refreshAuth: (done) => done(refresh()) };
  const $b24 = {
    getTargetOrigin: () => "https://example.bitrix24.com",
    auth: { getAuthData: token, refreshAuth: async () => refresh() },
  };
  for (const frame of [fromBX24(BX24), fromB24Frame($b24)]) {
    refreshes = 0;
    const clients = [0, 0, 100].map((ms) =>
      createClient({ ...frame, fetch: accepting("second")(ms) }),
    );
    await Promise.all(clients.map((b24) => b24.call("app.info")));
    assert.equal(refreshes, 1);
  }
});

/** A `fetch` for a portal whose old host redirects; `redirect` creates the response. */
const movedPortal = (host, redirect) => async (url) =>
  new URL(url).host === host ? redirect() : Response.json({ result: true });
const REDIRECTS = {
  "an opaque redirect": () => ({ status: 0, redirected: false, text: async () => "" }),
  "a status 302": () =>
    new Response(null, { status: 302, headers: { location: "https://new.bitrix24.com/rest/x" } }),
};

for (const [what, redirect] of Object.entries(REDIRECTS)) {
  test(`${what}: one token is requested, and its portal is used`, async () => {
    const fetch = movedPortal("old.bitrix24.com", redirect);
    const reasons = [];
    const getToken = ({ reason }) => {
      reasons.push(reason);
      return {
        accessToken: "t",
        portal: reason === "moved" ? "new.bitrix24.com" : "old.bitrix24.com",
      };
    };
    const events = [];
    const b24 = createClient({
      auth: { getToken },
      fetch,
      onEvent: ({ type }) => events.push(type),
    });
    await Promise.all(Array.from({ length: 20 }, () => b24.call("app.info")));
    assert.deepEqual(
      [reasons, events.filter((type) => type === "refresh").length],
      [["initial", "moved"], 1],
    );
    assert.equal(b24.stats().refreshes, 1);

    const fixed = createClient({ portal: "old.bitrix24.com", auth: "t", fetch });
    await assert.rejects(fixed.call("app.info"), { code: "PORTAL_MOVED" });
  });
}

test("a call in a frame ends with PORTAL_MOVED after one refresh if its page still has the old portal", async () => {
  let refreshes = 0;
  let domain = "old.bitrix24.com";
  const token = () => ({ access_token: `t${refreshes}`, expires_in: Date.now() + HOUR_MS, domain });
  const BX24 = {
    init: (done) => done(),
    getAuth: token,
    refreshAuth: (done) => {
      refreshes += 1;
      done(token());
    },
  };
  const b24 = createClient({
    ...fromBX24(BX24),
    fetch: movedPortal("old.bitrix24.com", REDIRECTS["a status 302"]),
  });
  await assert.rejects(b24.call("app.info"), { code: "PORTAL_MOVED" });
  assert.equal(refreshes, 1);
  domain = "new.bitrix24.com";
  assert.equal((await b24.call("app.info")).result, true);
  assert.equal(refreshes, 1, "the page already had the new portal");
});
