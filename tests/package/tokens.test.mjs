// `getToken`: how often an application is asked.
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

test("a token that is being fetched is waited for by others when its caller gives up", async () => {
  const asked = [];
  const b24 = client(({ reason }) => new Promise((resolve) => asked.push({ reason, resolve })));
  await b24.ready;
  const controller = new AbortController();
  const leaving = b24.call("app.info", {}, { signal: controller.signal });
  const staying = b24.call("app.info");
  while (asked.length === 0) await new Promise(setImmediate);
  controller.abort();
  await assert.rejects(leaving, { code: "ABORTED" });
  await new Promise((resolve) => setTimeout(resolve, 20));
  asked[0].resolve("token");
  assert.equal((await staying).result, true);
  assert.deepEqual(
    asked.map(({ reason }) => reason),
    ["initial"],
  );
});

test("one that never comes, or is refused, is asked for again by the next call", async () => {
  const answers = [
    () => new Promise(() => {}),
    () => Promise.reject(new Error("signed out")),
    () => "token",
  ];
  let asked = 0;
  const b24 = client(() => answers[asked++](), { requestTimeoutMs: 50 });
  for (const message of [/no token within 50 ms/, /getToken` failed/]) {
    await assert.rejects(b24.call("app.info"), { code: "TOKEN_UNAVAILABLE", message });
  }
  assert.equal((await b24.call("app.info")).result, true);
  assert.equal(asked, 3);
});

/** A portal that takes this token only. What it refuses takes `ms` milliseconds, by client. */
const taking =
  (token) =>
  (ms = 0) =>
  async (_url, { body }) => {
    if (new URLSearchParams(body).get("auth") === token) return Response.json({ result: true });
    await new Promise((resolve) => setTimeout(resolve, ms));
    return Response.json({ error: "expired_token", error_description: "" }, { status: 401 });
  };

/** Gives `first`, and then what `renew` gives, and notes why it was asked. */
function source(/** @type {() => string | Promise<string>} */ renew = () => "second") {
  const asked = [];
  return {
    asked,
    getToken: async ({ reason }) => {
      asked.push(reason);
      return reason === "initial" ? "first" : renew();
    },
  };
}

test("clients that have getToken and portal in common share a renewal, also one that is over", async () => {
  const { asked, getToken } = source();
  const fetch = taking("second");
  // Refused together, and one when the others have the new token already.
  const clients = [0, 0, 100].map((ms) => client(getToken, { fetch: fetch(ms) }));
  const calls = clients.flatMap((b24) => [b24.call("app.info"), b24.call("app.info")]);
  for (const { result } of await Promise.all(calls)) assert.equal(result, true);
  assert.equal(asked.filter((reason) => reason === "expired").length, 1, asked.join());
});

test("a portal that keeps saying expired costs two clients one more question", async () => {
  let number = 0;
  const { asked, getToken } = source(() => `token ${++number}`);
  const clients = [0, 20].map((ms) =>
    client(getToken, {
      fetch: taking("none")(ms),
      retries: 0,
      limits: { burst: 1000, perSecond: 1000 },
    }),
  );
  const calls = clients.flatMap((b24) => Array.from({ length: 50 }, () => b24.call("app.info")));
  await Promise.all(calls.map((call) => assert.rejects(call, { code: "expired_token" })));
  assert.equal(asked.filter((reason) => reason === "expired").length, 1, asked.join());
  // The next call asks anew.
  await assert.rejects(clients[0].call("app.info"), { code: "expired_token" });
  assert.equal(asked.filter((reason) => reason === "expired").length, 2);
});

test("clients of other portals, or of another object with the same method, get tokens of their own", async () => {
  const fetch = taking("second")(0);
  const { asked, getToken } = source();
  const portals = ["one.bitrix24.com", "two.bitrix24.com"].map((portal) =>
    client(getToken, { portal, fetch }),
  );
  await Promise.all(portals.map((b24) => b24.call("app.info")));
  assert.equal(asked.filter((reason) => reason === "expired").length, 2);

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
      fetch: taking(`of ${name}`)(0),
    }),
  );
  for (const { result } of await Promise.all(accounts.map((b24) => b24.call("app.info"))))
    assert.equal(result, true);
});

test("a renewal that was refused is none for the next call", async () => {
  let asked = 0;
  const renew = () => (++asked === 1 ? Promise.reject(new Error("signed out")) : "second");
  const { getToken } = source(renew);
  const clients = [0, 0].map(() => client(getToken, { fetch: taking("second")(0) }));
  await assert.rejects(clients[0].call("app.info"), { code: "TOKEN_UNAVAILABLE" });
  for (const b24 of clients) assert.equal((await b24.call("app.info")).result, true);
  assert.equal(asked, 2);
});

const HOUR_MS = 3_600_000;

test("clients of one frame share a renewal", async () => {
  let renewals = 0;
  const token = () => ({
    access_token: renewals ? "second" : "first",
    expires_in: Date.now() + HOUR_MS,
    expires: Date.now() / 1000 + 3600,
    domain: "example.bitrix24.com",
  });
  const renew = () => {
    renewals += 1;
    return token();
  };
  const BX24 = { init: (done) => done(), getAuth: token, refreshAuth: (done) => done(renew()) };
  const $b24 = {
    getTargetOrigin: () => "https://example.bitrix24.com",
    auth: { getAuthData: token, refreshAuth: async () => renew() },
  };
  for (const frame of [fromBX24(BX24), fromB24Frame($b24)]) {
    renewals = 0;
    const clients = [0, 0, 100].map((ms) =>
      createClient({ ...frame, fetch: taking("second")(ms) }),
    );
    await Promise.all(clients.map((b24) => b24.call("app.info")));
    assert.equal(renewals, 1);
  }
});

/** A portal whose old address redirects, as browsers and as Node tell it. */
const renamed = (host, redirect) => async (url) =>
  new URL(url).host === host ? redirect() : Response.json({ result: true });
const REDIRECTS = {
  "an opaque redirect": () => ({ status: 0, redirected: false, text: async () => "" }),
  "a status 302": () =>
    new Response(null, { status: 302, headers: { location: "https://new.bitrix24.com/rest/x" } }),
};

for (const [what, redirect] of Object.entries(REDIRECTS)) {
  test(`${what}: a token is asked for once, and its portal followed`, async () => {
    const fetch = renamed("old.bitrix24.com", redirect);
    const asked = [];
    const getToken = ({ reason }) => {
      asked.push(reason);
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
      [asked, events.filter((type) => type === "refresh").length],
      [["initial", "moved"], 1],
    );
    assert.equal(b24.stats().refreshes, 1);

    const fixed = createClient({ portal: "old.bitrix24.com", auth: "t", fetch });
    await assert.rejects(fixed.call("app.info"), { code: "PORTAL_MOVED" });
  });
}

test("a frame whose page names the old portal still ends with PORTAL_MOVED, after one renewal", async () => {
  let renewals = 0;
  let domain = "old.bitrix24.com";
  const token = () => ({ access_token: `t${renewals}`, expires_in: Date.now() + HOUR_MS, domain });
  const BX24 = {
    init: (done) => done(),
    getAuth: token,
    refreshAuth: (done) => {
      renewals += 1;
      done(token());
    },
  };
  const b24 = createClient({
    ...fromBX24(BX24),
    fetch: renamed("old.bitrix24.com", REDIRECTS["a status 302"]),
  });
  await assert.rejects(b24.call("app.info"), { code: "PORTAL_MOVED" });
  assert.equal(renewals, 1);
  domain = "new.bitrix24.com";
  assert.equal((await b24.call("app.info")).result, true);
  assert.equal(renewals, 1, "the page knew already");
});
