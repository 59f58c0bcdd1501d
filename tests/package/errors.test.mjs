// Failures and their errors.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { runInNewContext } from "node:vm";

import { App, ENTRY } from "./support/app.mjs";
import { portal } from "./support/portal.mjs";
import { startServer } from "./support/serve.mjs";

let app, api, createFakePortal;
before(async () => {
  app = new App();
  api = await app.import();
  ({ createFakePortal } = await app.import("b24-users/testing"));
});
after(() => app.remove());

// Raised limits, since all clients here share one bucket.
const limits = { burst: 100_000, perSecond: 1000 };
const client = (options) =>
  api.createClient({ portal: portal.origin, auth: portal.accessToken, limits, ...options });
const caught = (promise) =>
  promise.then(
    () => assert.fail("should have been rejected"),
    (error) => error,
  );
const respond = (status, text) => async () => ({ status, text: async () => text });

test("errors are instances of Error and B24Error and can be serialized", async () => {
  const error = await caught(client({ auth: portal.expiredToken }).getUsers([4, 5]));
  for (const type of [Error, api.B24Error]) assert.ok(error instanceof type);
  assert.deepEqual(error.toJSON(), {
    name: "B24Error",
    message: "The access token provided has expired",
    code: "expired_token",
    kind: "auth",
    status: 401,
    retryable: false,
    retryAfterMs: null,
    method: "im.user.list.get",
    ids: [4, 5],
  });
  assert.match(error.stack, /errors\.test\.mjs/, "the stack includes the call");
});

test("type guards check the name and accept errors of other realms", async () => {
  const { isB24Error, isPartialResultError } = api;
  const foreign = runInNewContext(
    'Object.assign(new Error("x"), { name: "PartialResultError", code: "PARTIAL_RESULT", result: {} })',
  );
  assert.deepEqual([isB24Error(foreign), isPartialResultError(foreign)], [true, true]);
  const own = await caught(client().getUsers([0]));
  assert.deepEqual([isB24Error(own), isPartialResultError(own)], [true, false]);
  for (const other of [null, undefined, "B24Error", {}, new Error("x"), { name: "B24Error" }])
    assert.equal(isB24Error(other), false);
});

test("a partial failure rejects with the users that arrived", async () => {
  const fake = createFakePortal({
    faults: [{ kind: "html", status: 500, ids: [3] }],
    people: [3, 4].map((id) => ({ id })),
  });
  const own = { portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch };
  const call = (options) =>
    client({ ...own, retries: 0, limits: { ...limits, idsPerCall: 2 } }).getUsers(
      [1, 9, 3, 4],
      options,
    );
  const error = await caught(call());
  assert.ok(error instanceof api.PartialResultError && error instanceof api.B24Error);
  assert.deepEqual(
    [error.name, error.code, error.kind, error.ids],
    ["PartialResultError", "PARTIAL_RESULT", "server", [3]],
  );
  assert.deepEqual(
    [error.result.users.map((user) => user.id), error.result.missing],
    [[1, 4], [9]],
  );
  assert.equal(error.failed, error.result.failed);
  assert.ok(error.failed[0].error instanceof api.B24Error);
  assert.deepEqual([error.failed[0].ids, error.failed[0].error.code], [[3], "BAD_RESPONSE"]);
  // A worker or a server may pass the error on as plain data, including the users.
  for (const relayed of [JSON.parse(JSON.stringify(error)), structuredClone(error.toJSON())]) {
    assert.deepEqual([api.isB24Error(relayed), api.isPartialResultError(relayed)], [true, true]);
    assert.deepEqual([relayed.result.users, relayed.result.missing], [error.result.users, [9]]);
    assert.deepEqual(relayed.failed, [{ ids: [3], error: error.failed[0].error.toJSON() }]);
    assert.deepEqual(relayed.result.failed, relayed.failed);
    assert.ok(api.isB24Error(relayed.failed[0].error));
  }
  const list = await call({ partial: true });
  assert.deepEqual([list.users.length, list.failed[0].ids], [2, [3]]);
  assert.ok(list.failed[0].error instanceof api.B24Error);
});

test("any misbehaviour of fetch rejects the call with a typed error", async () => {
  const foreign = runInNewContext('new TypeError("of another realm")');
  const detached = () => {
    const buffer = new ArrayBuffer(8);
    structuredClone(buffer, { transfer: [buffer] });
    return buffer;
  };
  const network = [
    () => {
      throw new Error("thrown");
    },
    () => Promise.reject(new TypeError("rejected")),
    () => Promise.reject(foreign),
    () => Promise.reject("a text"),
    () => Promise.reject(undefined),
    () =>
      Promise.reject({
        get message() {
          throw 1;
        },
      }),
    () => ({
      // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable.
      then() {
        throw new Error("a thenable");
      },
    }),
    async () => ({
      status: 200,
      text: async () => {
        throw new TypeError("terminated");
      },
    }),
  ];
  const response = [
    () => undefined,
    () => 4,
    async () => ({ status: "200", text: async () => "{}" }),
    async () => ({ status: 200 }),
    async () => ({ status: 200, text: async () => 4 }),
    async () => ({
      get status() {
        throw new Error("a getter");
      },
    }),
    async () =>
      new Proxy(
        {},
        {
          get(_, name) {
            if (name === "then") return undefined;
            throw 1;
          },
        },
      ),
    ...[detached(), "text", 4n, -1, Symbol("x"), null].map((buffer) => async () => ({
      status: 200,
      arrayBuffer: async () => buffer,
    })),
  ];
  for (const [fetches, kind, code] of [
    [network, "network", "NETWORK_ERROR"],
    [response, "response", "BAD_RESPONSE"],
  ]) {
    for (const fetch of fetches) {
      const error = await caught(client({ fetch, retries: 0 }).getUsers([4]));
      assert.deepEqual(
        [error.name, error.kind, error.code],
        ["B24Error", kind, code],
        String(fetch),
      );
    }
  }
});

test("errors pass from a worker as plain data, and the type guards accept them", async () => {
  const file = app.write(
    "worker.mjs",
    `import { parentPort } from "node:worker_threads";
import { createClient } from ${JSON.stringify(ENTRY)};
import { createFakePortal } from "b24-users/testing";
const fake = createFakePortal({ faults: [{ kind: "html", status: 500, ids: [3] }], people: [{ id: 3 }, { id: 4 }] });
const b24 = createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch, retries: 0 });
const invalid = [Symbol("s"), () => {}, 10n, {}, undefined, NaN, "x"];
for (const work of [() => b24.getUsers([3]), () => b24.getUsers([4, 5, 3, ...invalid], { invalid: "report" }), () => b24.getUsers([0])]) {
  await work().catch((error) => parentPort.postMessage(error.toJSON()));
}
process.exit();`,
  );
  const { Worker } = await import("node:worker_threads");
  const worker = new Worker(file);
  const [messages, problems] = [[], []];
  worker
    .on("message", (message) => messages.push(message))
    .on("error", (error) => problems.push(error));
  await new Promise((resolve) => worker.on("exit", resolve));
  assert.deepEqual(problems, []);
  const [failed, partial, refused] = messages;
  assert.ok(
    messages.length === 3 &&
      messages.every((message) => api.isB24Error(message) && !(message instanceof Error)),
  );
  assert.deepEqual(messages.map(api.isPartialResultError), [false, true, false]);
  assert.deepEqual(
    [failed.code, failed.kind, failed.status, failed.retryable, failed.ids, failed.method],
    ["BAD_RESPONSE", "server", 500, true, [3], "im.user.list.get"],
  );
  assert.equal(refused.code, "INVALID_ID");
  assert.deepEqual([partial.result.users.map(({ id }) => id), partial.result.missing], [[4], [5]]);
  assert.deepEqual(
    partial.failed.map(({ ids, error }) => [ids, error.code]),
    [[[3], "BAD_RESPONSE"]],
  );
  assert.deepEqual(
    partial.result.invalid.map(({ value }) => value),
    ["symbol", "function", "bigint", "object", "undefined", NaN, "x"],
  );
});

/** Wrappers of `fetch` that throw on error statuses, by how their errors hold the response. */
const THROWING = {
  "with the response (ky 1)": (response) => ({ response }),
  "with the response and its text (hand-written)": (response, body) => ({
    response: { status: response.status, text: async () => body },
  }),
  "with data (axios)": (response, body) => ({
    response: { status: response.status, data: JSON.parse(body) },
  }),
  "with data as a text (axios)": (response, body) => ({
    response: { status: response.status, data: body },
  }),
  "with a response that was read, and data (ky 2, ofetch)": async (response, body) => {
    await response.text();
    return { response, data: JSON.parse(body) };
  },
  "with a text (superagent)": (response, body) => ({
    status: response.status,
    response: { status: response.status, text: body },
  }),
  "with a body (got)": (response, body) => ({ response: { statusCode: response.status, body } }),
  "of another realm": (response) =>
    runInNewContext("(response) => Object.assign(new Error('x'), { response })")(response),
};
const throwing = (how, respond) => async (url, init) => {
  const [status, body] = respond(new URLSearchParams(init.body));
  if (status === 200) return new Response(body);
  throw Object.assign(
    new Error(`Request failed with status code ${status}: ${url}`),
    await how(new Response(body, { status }), body),
  );
};

test("the portal's error is read from errors of a fetch that throws on error statuses", async () => {
  for (const [what, how] of Object.entries(THROWING)) {
    const denied = await caught(
      client({
        fetch: throwing(how, () => [401, '{"error":"ACCESS_DENIED","error_description":"No"}']),
        retries: 0,
      }).getUsers([4, 5]),
    );
    assert.deepEqual(
      [denied.code, denied.kind, denied.status, denied.message],
      ["ACCESS_DENIED", "access", 401, "No"],
      what,
    );
    const reasons = [];
    const getToken = ({ reason }) => `token-number-${reasons.push(reason)}`;
    const refreshed = (form) =>
      form.get("auth").endsWith("1")
        ? [401, '{"error":"expired_token"}']
        : [200, '{"result":{"4":{"id":4}}}'];
    const { users } = await client({
      auth: { getToken },
      fetch: throwing(how, refreshed),
    }).getUsers([4]);
    assert.deepEqual([users.length, reasons], [1, ["initial", "expired"]], what);
  }
});

test("a fetch that throws on redirects results in PORTAL_MOVED", async () => {
  for (const response of [
    new Response(null, { status: 302 }),
    { status: 0, type: "opaqueredirect" },
    { status: 200, redirected: true, data: "x" },
  ]) {
    const fetch = async () => {
      throw Object.assign(new Error("x"), { response });
    };
    assert.equal((await caught(client({ fetch }).getUsers([4]))).code, "PORTAL_MOVED");
  }
});

test("a fetch that throws on error statuses without the response results in BAD_RESPONSE", async () => {
  const read = new Response("x", { status: 401 });
  await read.text();
  for (const error of [
    { status: 401 },
    { response: { status: 401 } },
    { response: read },
    { statusCode: 401, error: {} },
    {
      response: {
        status: 401,
        get text() {
          throw 1;
        },
      },
    },
    { response: { status: 401, data: new Uint8Array(1) } },
  ]) {
    const fetch = async () => {
      throw error;
    };
    const { code, message, kind } = await caught(client({ fetch, retries: 0 }).getUsers([4]));
    assert.deepEqual([code, kind], ["BAD_RESPONSE", "response"]);
    assert.match(message, /^`fetch` threw for HTTP status 401, /);
  }
});

test("thrown values without a response of the portal are network errors", async () => {
  const errors = [
    { response: undefined },
    { response: null },
    { response: { status: 0 } },
    { response: { status: "401" } },
    { status: 7 },
    {
      get response() {
        throw 1;
      },
    },
    {
      response: {
        get status() {
          throw 1;
        },
      },
    },
    4,
    null,
    Object.assign(new TypeError("fetch failed"), { status: 0 }),
  ];
  for (const error of errors) {
    const fetch = async () => {
      throw error;
    };
    assert.equal((await caught(client({ fetch, retries: 0 }).getUsers([4]))).code, "NETWORK_ERROR");
  }
});

test("a response of axios is supported", async () => {
  for (const data of [{ result: { 4: { id: 4 } } }, '{"result":{"4":{"id":4}}}']) {
    const { users } = await client({
      fetch: async () => ({ status: 200, data, headers: {} }),
    }).getUsers([4]);
    assert.equal(users.length, 1);
  }
});

test("a network error has the caught error as its cause", async () => {
  const closed = await startServer(() => {});
  await closed.close();
  const error = await caught(client({ portal: closed.origin, retries: 0 }).getUsers([4]));
  assert.deepEqual([error.kind, error.retryable, error.status], ["network", true, null]);
  assert.match(error.cause.message, /fetch failed: .*ECONNREFUSED/);
});

// spec: cors.redirect
test("a redirect is not followed", async () => {
  let followed = 0;
  const other = await startServer((_request, response) => {
    followed++;
    response.end("{}");
  });
  const moved = await startServer((_request, response) =>
    response.writeHead(302, { Location: other.origin }).end(),
  );
  const error = await caught(client({ portal: moved.origin }).getUsers([4]));
  await Promise.all([other.close(), moved.close()]);
  assert.deepEqual([error.code, error.retryable, followed], ["PORTAL_MOVED", false, 0]);
});

test("an abort rejects the call and aborts its request", async () => {
  let requestSignal;
  const fetch = (_url, init) => {
    requestSignal = init.signal;
    return new Promise(() => {});
  };
  const controller = new AbortController();
  const call = caught(client({ fetch }).getUsers([4], { signal: controller.signal }));
  while (!requestSignal) await new Promise(setImmediate);
  controller.abort(new Error("enough"));
  let error;
  call.then((settled) => (error = settled));
  await new Promise(setImmediate);
  // After microtasks only.
  assert.deepEqual([error.code, error.kind, error.cause.message], ["ABORTED", "aborted", "enough"]);
  assert.equal(requestSignal.aborted, true);
});

test("calls with the same signal share one listener, which is removed after them", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = { add: 0, remove: 0 };
  for (const what of ["add", "remove"]) {
    const listen = signal[`${what}EventListener`];
    signal[`${what}EventListener`] = (...args) => {
      listeners[what]++;
      return listen.apply(signal, args);
    };
  }
  const b24 = client({ fetch: async () => new Response('{"result":[]}') });
  const load = () =>
    Array.from({ length: 20 }, (_, id) => b24.loadUser(id + 1, { signal, fresh: true }));
  await Promise.all(load());
  assert.deepEqual(listeners, { add: 1, remove: 1 });
  const loading = load().map(caught);
  controller.abort();
  assert.deepEqual(
    new Set((await Promise.all(loading)).map(({ code }) => code)),
    new Set(["ABORTED"]),
  );
  assert.deepEqual(listeners, { add: 2, remove: 2 });
});

test("an aborted signal sends nothing", async () => {
  const fetch = () => assert.fail("sent");
  const error = await caught(client({ fetch }).getUsers([4], { signal: AbortSignal.abort() }));
  assert.equal(error.code, "ABORTED");
});

test("a request timeout and a deadline end a hanging request", async () => {
  const fetch = () => new Promise(() => {});
  const slow = await caught(client({ fetch, requestTimeoutMs: 20, retries: 0 }).getUsers([4]));
  assert.deepEqual([slow.code, slow.kind], ["REQUEST_TIMEOUT", "timeout"]);
  const late = await caught(client({ fetch }).getUsers([4], { deadlineMs: 20 }));
  assert.deepEqual([late.code, late.kind], ["DEADLINE_EXCEEDED", "timeout"]);
});

test("a failed or invalid result of getToken is an auth error", async () => {
  const accessToken = "t";
  for (const getToken of [
    () => {
      throw new Error("signed out");
    },
    async () => {
      throw new Error("signed out");
    },
    () => "",
    () => ({}),
    () => null,
    () => ({ access_token: "t" }),
    () => ({ accessToken, portal: 5 }),
    () => ({ accessToken, portal: new URL("https://example.bitrix24.com") }),
    () => ({
      accessToken,
      get portal() {
        throw new Error("a getter");
      },
    }),
    () => ({ accessToken, expiresAt: 10n }),
    () => ({ accessToken, expiresAt: "2026-01-01" }),
    // In seconds, as in b24jssdk.
    () => ({ accessToken, expiresAt: 1_772_449_081 }),
  ]) {
    const error = await caught(client({ auth: { getToken } }).getUsers([4]));
    assert.deepEqual([error.kind, error.code], ["auth", "TOKEN_UNAVAILABLE"]);
  }
});

test("no token is sent to an invalid address", async () => {
  const fetch = () => assert.fail("sent");
  for (const address of [
    "http://example.bitrix24.com",
    "https://a:b@example.bitrix24.com",
    "https://example.bitrix24.com/rest/1/code/",
    "ftp://x",
    "nonsense nonsense",
  ]) {
    assert.equal(
      (await caught(client({ portal: address, fetch }).getUsers([4]))).code,
      "INVALID_PORTAL",
      address,
    );
  }
});

test("the token is redacted in the application's error of a failed refresh", async () => {
  const current = "k7-ca.na/ry=9";
  const getToken = async ({ reason }) => {
    if (reason === "expired") throw new Error(`cannot refresh ${current}`);
    return current;
  };
  const error = await caught(
    client({ auth: { getToken }, fetch: respond(401, '{"error":"expired_token"}') }).getUsers([4]),
  );
  assert.deepEqual([error.code, error.cause.message], ["TOKEN_UNAVAILABLE", "cannot refresh ***"]);
});

test("calls that wait for the module respect the signal and the deadline", async () => {
  const slim = await app.import("b24-users/slim");
  slim.init(new Promise(() => {})).catch(() => {});
  const b24 = slim.createClient({ portal: portal.origin, auth: portal.accessToken });
  const late = await caught(b24.getUsers([4], { deadlineMs: 20 }));
  assert.deepEqual([late.code, late.retryable], ["DEADLINE_EXCEEDED", true]);
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("enough")), 20);
  const aborted = await caught(b24.getUsers([4], { signal: controller.signal }));
  assert.deepEqual([aborted.code, aborted.cause.message], ["ABORTED", "enough"]);
});

test("options whose getters throw are invalid options", async () => {
  const throwing = {
    get partial() {
      throw new RangeError("a getter");
    },
  };
  const error = await caught(client().getUsers([4], throwing));
  assert.deepEqual([error.code, error.cause.name], ["INVALID_OPTIONS", "RangeError"]);
});
