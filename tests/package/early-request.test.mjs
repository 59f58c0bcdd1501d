import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, beforeEach } from "node:test";
import { pathToFileURL } from "node:url";
import { App } from "./support/app.mjs";

const app = new App();
after(() => app.remove());
const DIST = join(app.folder, "node_modules/b24-users/dist");
const IN_ONE_HOUR = Date.now() + 3_600_000;

/** The requests and module loads of a test, in order. */
let events;
const { instantiate } = WebAssembly;
after(() => (WebAssembly.instantiate = instantiate));
beforeEach(() => {
  events = [];
  WebAssembly.instantiate = (/** @type {any[]} */ ...args) => {
    // Node instantiates its own HTTP parser, a compiled module, for its first request.
    if (ArrayBuffer.isView(args[0])) events.push("module");
    return Reflect.apply(instantiate, WebAssembly, args);
  };
});

const formOf = ({ body }) => new URLSearchParams(body);
const responseWith = (users) => new Response(JSON.stringify({ result: users, time: {} }));

async function fetch(url, init) {
  const ids = JSON.parse(formOf(init).get("ID"));
  events.push(`${new URL(url).host} ${formOf(init).get("auth")} ${ids}`);
  return responseWith(ids.map((id) => ({ id, name: `user ${id}` })));
}

let pages = 0;
/** `createClient` of a new page, whose module is not loaded. */
async function openPage() {
  const { createClient } = await import(`${pathToFileURL(join(DIST, "index.js"))}?page=${++pages}`);
  return (options) =>
    createClient({ portal: "example.bitrix24.com", auth: "token", fetch, ...options });
}

const clientWith = async (options) => (await openPage())(options);

test("the first request is sent before the module is loaded, and is the only one", async () => {
  const b24 = await clientWith();
  const { users, missing, time } = await b24.getUsers([5, 4, 5]);
  assert.deepEqual(
    users.map(({ name }) => name),
    ["user 5", "user 4"],
  );
  assert.deepEqual(missing, []);
  assert.deepEqual([time.requests, b24.stats().requests], [1, 1]);
  assert.deepEqual(events, ["example.bitrix24.com token 5,4", "module"]);
});

test("the first request for a single user is sent early, too", async () => {
  const b24 = await clientWith({ portal: "https://example.bitrix24.com" });
  assert.equal((await b24.loadUser(7)).name, "user 7");
  assert.deepEqual(events, ["example.bitrix24.com token 7", "module"]);
});

test("the first request of a stream is sent early, too", async () => {
  const b24 = await clientWith();
  const names = [];
  for await (const { users } of b24.streamUsers([8, 9]))
    names.push(...users.map(({ name }) => name));
  assert.deepEqual(names, ["user 8", "user 9"]);
  assert.deepEqual(events, ["example.bitrix24.com token 8,9", "module"]);
});

test("single loads of one tick share a request", async () => {
  const b24 = await clientWith();
  const users = await Promise.all([3, 1, 3, 2].map((id) => b24.loadUser(id)));
  assert.deepEqual(
    users.map(({ id }) => id),
    [3, 1, 3, 2],
  );
  assert.deepEqual(events, ["example.bitrix24.com token 3,1,2", "module"]);
});

test("a hundred single loads are one request, which the module sends", async () => {
  const fetch = async (_url, init) => {
    events.push("request");
    const lists = [...formOf(init)]
      .filter(([name]) => name.startsWith("cmd"))
      .map(([, command]) => JSON.parse(new URLSearchParams(command.split("?")[1]).get("ID")));
    const result = Object.fromEntries(
      lists.map((ids, index) => [`c${index}`, ids.map((id) => ({ id }))]),
    );
    return responseWith({ result, result_error: [] });
  };
  const b24 = await clientWith({ fetch });
  const users = await Promise.all(
    Array.from({ length: 100 }, (_, index) => b24.loadUser(index + 1)),
  );
  assert.deepEqual(
    users.map(({ id }) => id),
    Array.from({ length: 100 }, (_, index) => index + 1),
  );
  assert.deepEqual(events, ["module", "request"]);
});

test("loads of one tick share a request whatever the options of their calls", async () => {
  const b24 = await clientWith();
  const { signal } = new AbortController();
  const load = () =>
    Promise.all([
      b24.loadUser(1, { signal }),
      b24.loadUser(2, { deadlineMs: 10_000 }),
      b24.loadUser(3, { signal, deadlineMs: 10_000 }),
      b24.loadUser(4),
    ]);
  await load();
  b24.invalidate();
  await load();
  assert.deepEqual(events, [
    "example.bitrix24.com token 1,2,3,4",
    "module",
    "example.bitrix24.com token 1,2,3,4",
  ]);
});

test("one client of a page sends an early request, the others wait for the rate limit", async () => {
  const createClient = await openPage();
  await Promise.all([createClient().getUsers([1]), createClient().getUsers([2])]);
  assert.deepEqual(events, [
    "example.bitrix24.com token 1",
    "module",
    "example.bitrix24.com token 2",
  ]);
});

test("a call that has to wait for the module leaves the early request to the next one", async () => {
  const b24 = await clientWith();
  const lists = await Promise.all([b24.getUsers(["4"]), b24.getUsers([5])]);
  assert.deepEqual(
    lists.map(({ users }) => users[0].id),
    [4, 5],
  );
  assert.deepEqual(events, [
    "example.bitrix24.com token 5",
    "module",
    "example.bitrix24.com token 4",
  ]);
});

for (const [what, options, id] of [
  ["ids as strings", {}, "4"],
  ["limits", { limits: { concurrency: 2 } }, 4],
  ["a token that has to be encoded", { auth: "to+ken" }, 4],
  ["an address that is not canonical", { portal: "EXAMPLE.bitrix24.com" }, 4],
]) {
  for (const method of ["getUsers", "loadUser"]) {
    test(`${method} with ${what} leaves the early request to the page's other clients`, async () => {
      const createClient = await openPage();
      const first = createClient(options);
      await Promise.all([
        method === "getUsers" ? first.getUsers([id]) : first.loadUser(id),
        createClient().getUsers([5]),
      ]);
      assert.deepEqual(events.slice(0, 2), ["example.bitrix24.com token 5", "module"]);
      assert.equal(events.length, 3);
    });
  }
}

test("a list in place of an id is refused before anything is sent", async () => {
  const b24 = await clientWith();
  await assert.rejects(b24.loadUser(/** @type {any} */ ([4])), { code: "INVALID_ID" });
  assert.deepEqual(events, ["module"]);
});

test("a list and a single load in one tick are two requests without duplicate ids", async () => {
  for (const isListFirst of [true, false]) {
    events = [];
    const b24 = await clientWith();
    const list = () => b24.getUsers([1, 3, 2]);
    const one = () => b24.loadUser(3);
    const [users, user] = isListFirst
      ? await Promise.all([list(), one()])
      : (await Promise.all([one(), list()])).reverse();
    assert.deepEqual([users.users.map(({ id }) => id), user.id], [[1, 3, 2], 3]);
    const [first, rest] = isListFirst ? ["1,3,2", []] : ["3", ["example.bitrix24.com token 1,2"]];
    assert.deepEqual(events, [`example.bitrix24.com token ${first}`, "module", ...rest]);
  }
});

test("a later call, while the module loads, does not change the first request", async () => {
  const b24 = await clientWith();
  const first = b24.getUsers([1, 2]);
  await null;
  await null;
  const second = b24.getUsers([2, 3]);
  assert.deepEqual(
    (await first).users.map(({ id }) => id),
    [1, 2],
  );
  assert.deepEqual(
    (await second).users.map(({ id }) => id),
    [2, 3],
  );
  assert.deepEqual(events, [
    "example.bitrix24.com token 1,2",
    "module",
    "example.bitrix24.com token 3",
  ]);
  assert.equal(b24.stats().requests, 2);
});

test("a token is requested once, and its portal gets the request", async () => {
  const reasons = [];
  const getToken = async ({ reason }) => {
    reasons.push(reason);
    return { accessToken: "fresh", expiresAt: IN_ONE_HOUR, portal: "other.bitrix24.com" };
  };
  await (await clientWith({ portal: undefined, auth: { getToken } })).getUsers([4]);
  assert.deepEqual(reasons, ["initial"]);
  assert.deepEqual(events, ["other.bitrix24.com fresh 4", "module"]);
});

test("a token that has expired by the clock of this device is used, early or not", async () => {
  for (const portal of ["example.bitrix24.com", "EXAMPLE.bitrix24.com"]) {
    for (const ms of [-86_400_000, -1, 30_000]) {
      events = [];
      const reasons = [];
      const getToken = ({ reason }) => {
        reasons.push(reason);
        return { accessToken: reason, expiresAt: Date.now() + ms };
      };
      const b24 = await clientWith({ portal, auth: { getToken } });
      await b24.getUsers([4]);
      await b24.getUsers([5]);
      assert.deepEqual(reasons, ["initial"]);
      const request = "example.bitrix24.com initial";
      const early = portal.startsWith("e")
        ? [`${request} 4`, "module"]
        : ["module", `${request} 4`];
      assert.deepEqual(events, [...early, `${request} 5`]);
    }
  }
});

test("a `getToken` that throws is called once and fails the call", async () => {
  let tokenRequests = 0;
  const getToken = () => {
    tokenRequests += 1;
    throw new Error("no");
  };
  await assert.rejects((await clientWith({ auth: { getToken } })).getUsers([4]), {
    code: "TOKEN_UNAVAILABLE",
  });
  assert.equal(tokenRequests, 1);
  assert.deepEqual(events, ["module"]);
});

test("a token without a portal is never sent", async () => {
  const b24 = await clientWith({ portal: undefined, auth: { getToken: () => "token" } });
  await assert.rejects(b24.getUsers([4]), { code: "INVALID_OPTIONS" });
  assert.deepEqual(events, ["module"]);
});

test("a `getToken` that fails, or never settles, is called once for all calls and fails all of them", async () => {
  for (const getToken of [() => Promise.reject(new Error("no")), () => new Promise(() => {})]) {
    let tokenRequests = 0;
    const count = () => {
      tokenRequests += 1;
      return getToken();
    };
    const b24 = await clientWith({ auth: { getToken: count }, requestTimeoutMs: 300 });
    const calls = [b24.getUsers([1]), b24.getUsers([2]), b24.getUsers([3])];
    for (const call of calls) await assert.rejects(call, { code: "TOKEN_UNAVAILABLE" });
    assert.equal(tokenRequests, 1);
  }
});

test("the token of an aborted call serves the next call", async () => {
  let tokenRequests = 0;
  let resolveToken;
  const getToken = () => {
    tokenRequests += 1;
    return new Promise((resolve) => (resolveToken = resolve));
  };
  const b24 = await clientWith({ auth: { getToken } });
  const abort = new AbortController();
  const aborted = b24.getUsers([4], { signal: abort.signal });
  await Promise.resolve().then(() => {});
  abort.abort();
  await assert.rejects(aborted, { code: "ABORTED" });
  const users = b24.getUsers([4]);
  await b24.ready;
  setTimeout(() => resolveToken("token"), 20);
  assert.equal((await users).users.length, 1);
  assert.equal(tokenRequests, 1);
});

/** @type {[what: string, options: object, ids: (number | string)[], callOptions?: object][]} */
const SENT_BY_THE_MODULE = [
  ["too many ids for one call", {}, Array.from({ length: 51 }, (_, index) => index + 1)],
  ["ids as strings", {}, ["4"]],
  ["limits", { limits: { idsPerCall: 1 } }, [4]],
  ["calls with a batch window", { coalesceMs: 1 }, [4]],
  [
    "a webhook",
    { portal: undefined, auth: { webhook: "https://example.bitrix24.com/rest/1/code/" } },
    [4],
  ],
  ["a token that has to be encoded", { auth: "to+ken" }, [4]],
  ["an address that is not canonical", { portal: "EXAMPLE.bitrix24.com" }, [4]],
  ["an address with /rest/", { portal: "https://example.bitrix24.com/rest/" }, [4]],
  ["an address with a port", { portal: "example.bitrix24.com:443" }, [4]],
  ["pictures of another size", {}, [4], { avatarHr: true }],
];

for (const [what, options, ids, callOptions] of SENT_BY_THE_MODULE) {
  test(`${what}: the module sends the first request itself`, async () => {
    const fetch = async (_url, init) => {
      events.push("request");
      const requested = JSON.parse(formOf(init).get("ID") ?? "[]");
      return responseWith(
        formOf(init).has("cmd[c0]")
          ? {
              result: { c0: ids.slice(0, 50).map((id) => ({ id })), c1: [{ id: 51 }] },
              result_error: [],
            }
          : requested.map((id) => ({ id })),
      );
    };
    const { users } = await (await clientWith({ fetch, ...options })).getUsers(ids, callOptions);
    assert.equal(users.length, ids.length);
    assert.deepEqual(events, ["module", "request"]);
  });
}

/** @type {[options: { portal?: string }, ids: (number | string)[], code: string][]} */
const REFUSED = [
  [{}, [4, "4abc"], "INVALID_ID"],
  [{}, [0], "INVALID_ID"],
  [{ portal: "http://example.bitrix24.com" }, [4], "INVALID_PORTAL"],
  [{ portal: "http://localhost.example.com" }, [4], "INVALID_PORTAL"],
  [{ portal: "https://user:password@example.bitrix24.com" }, [4], "INVALID_PORTAL"],
  [{ portal: "https://example.bitrix24.com/crm/" }, [4], "INVALID_PORTAL"],
  [{ portal: "oauth.bitrix.info" }, [4], "INVALID_PORTAL"],
  [{ portal: "https://oauth.bitrix24.tech" }, [4], "INVALID_PORTAL"],
  [{ portal: "ftp://example.bitrix24.com" }, [4], "INVALID_PORTAL"],
];

for (const [options, ids, code] of REFUSED) {
  test(`nothing is sent for ${options.portal ?? `[${ids}]`}`, async () => {
    await assert.rejects((await clientWith(options)).getUsers(ids), { code });
    assert.deepEqual(events, ["module"]);
  });
}

/** Every `step`th combination of these parts. */
function* addresses(step) {
  const schemes = ["", "https://", "http://", "HTTPS://", "//"];
  const users = ["", "", "user@"];
  const hosts = [
    ...[
      "example.bitrix24.com",
      "Example.Bitrix24.com",
      "localhost",
      "127.0.0.1",
      "127.1",
      "example.com.",
    ],
    ...[
      "oauth.bitrix.info",
      "OAUTH.bitrix24.tech",
      "oauth.bitrix24.eu",
      "oauth.bitrix.info.",
      "портал.рф",
    ],
  ];
  const tails = [
    "",
    "/",
    "/rest/",
    ":80",
    ":443",
    ":8443",
    "/rest/1/code/",
    "?x",
    "#x",
    "\\@evil.example",
  ];
  let index = 0;
  for (const scheme of schemes)
    for (const user of users)
      for (const host of hosts)
        for (const tail of tails) if (++index % step === 0) yield `${scheme}${user}${host}${tail}`;
}

/** The buckets of this process, which would become full. */
const buckets = () => globalThis[Symbol.for("b24-users/rate-limit@1")] ?? new Map();

/** The outcome of a call, and its requests. */
async function requestsOf(createClient, { portal, auth }, ids) {
  const requests = [];
  const record = (url, { body, signal, ...init }) => {
    events.push("request");
    requests.push({ url, body: String(body), ...init, isAborted: signal.aborted });
    return responseWith([]);
  };
  const { code = "missing" } = await createClient({ portal, auth, fetch: record })
    .getUsers(ids)
    .catch((error) => error);
  return { code, requests };
}

test("for any address, token and ids, the early request equals that of the module", async () => {
  const tokens = ["0a1b2c", "a.b-c_d", "to+ken", "t~k", "a&ID=[1]", "%41", "токен"];
  /** @type {any[][]} */
  const idLists = [[4], [9, 8, 9], [2 ** 53 - 1, 1], [1e15], [2 ** 53], [1.5], [-0], ["7"], []];
  const cases = [...addresses(13)].map((portal) => ({ portal, token: "token", ids: idLists[0] }));
  for (const token of tokens)
    for (const ids of idLists) cases.push({ portal: "example.bitrix24.com", token, ids });
  const warm = await openPage();
  await warm().ready;
  let early = 0;
  for (const [index, { portal, token, ids }] of cases.entries()) {
    const getToken = async () => ({ accessToken: token, portal });
    const options = index % 2 ? { portal, auth: token } : { portal: undefined, auth: { getToken } };
    events = [];
    buckets().clear();
    const cold = await requestsOf(await openPage(), options, ids);
    if (events[0] === "request") early += 1;
    const text = JSON.stringify({ portal, token, ids });
    assert.deepEqual(cold, await requestsOf(warm, options, ids), text);
    assert.ok(!cold.requests.some(({ url }) => url.startsWith("https://oauth.")), text);
  }
  assert.ok(early >= 8, `${early} early requests`);
  buckets().clear();
});

test("no early request is sent if invalid ids are to be reported", async () => {
  const { users, invalid } = await (await clientWith()).getUsers([4, "4abc"], {
    invalid: "report",
  });
  assert.deepEqual([users.length, invalid.length], [1, 1]);
  assert.deepEqual(events, ["module", "example.bitrix24.com token 4"]);
});

/** A `fetch` that never responds, and the signals of its requests. */
function hangingFetch() {
  const signals = [];
  const fetch = (_url, { signal }) => {
    signals.push(signal);
    return new Promise((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason)),
    );
  };
  return { signals, fetch };
}

test("an abort before the module is loaded ends the request, and no other is sent", async () => {
  const { signals, fetch } = hangingFetch();
  const abort = new AbortController();
  const b24 = await clientWith({ fetch });
  const call = b24.getUsers([4], { signal: abort.signal });
  await Promise.resolve().then(() => {});
  abort.abort();
  await assert.rejects(call, { code: "ABORTED" });
  await b24.ready;
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true],
  );
});

test("a call with an aborted signal sends nothing", async () => {
  const b24 = await clientWith();
  await assert.rejects(b24.getUsers([4], { signal: AbortSignal.abort() }), { code: "ABORTED" });
  assert.deepEqual(events, []);
});

test("a deadline ends the early request", async () => {
  const { signals, fetch } = hangingFetch();
  const b24 = await clientWith({ fetch });
  await assert.rejects(b24.getUsers([4], { deadlineMs: 300 }), { code: "DEADLINE_EXCEEDED" });
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true],
  );
});

test("an aborted call does not abort the early request of another call", async () => {
  const abort = new AbortController();
  const b24 = await clientWith();
  const [aborted, other] = [b24.getUsers([4], { signal: abort.signal }), b24.getUsers([5])];
  await Promise.resolve().then(() => {});
  abort.abort();
  await assert.rejects(aborted, { code: "ABORTED" });
  assert.deepEqual(
    (await other).users.map(({ id }) => id),
    [5],
  );
});

test("an early request that no longer matches its calls is aborted, and no call waits for it", async () => {
  const { signals, fetch: hang } = hangingFetch();
  const b24 = await clientWith({
    fetch: (...args) => (signals.length === 0 ? hang(...args) : fetch(...args)),
  });
  const abort = new AbortController();
  const [aborted, other] = [b24.loadUser(4, { signal: abort.signal }), b24.loadUser(5)];
  await Promise.resolve().then(() => {});
  abort.abort();
  await assert.rejects(aborted, { code: "ABORTED" });
  assert.equal((await b24.getUsers([6])).users.length, 1);
  assert.equal((await other).id, 5);
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true],
  );
});

/** Resolves when the first request is sent. */
async function firstRequest() {
  while (events.length === 0) await null;
}

for (const ids of [undefined, [4]]) {
  test(`\`invalidate(${ids ?? ""})\` repeats the early request`, async () => {
    const signals = [];
    const version = () => `version ${signals.length}`;
    const slow = async (_url, init) => {
      signals.push(init.signal);
      const users = [{ id: 4, name: version() }];
      events.push("request");
      await new Promise((resolve) => setTimeout(resolve, 20));
      return responseWith(users);
    };
    const b24 = await clientWith({ fetch: slow });
    const before = b24.loadUser(4);
    await firstRequest();
    b24.invalidate(ids);
    assert.deepEqual(events, ["request"]);
    const users = [await b24.loadUser(4), await before, await b24.loadUser(4)];
    assert.deepEqual(
      users.map(({ name }) => name),
      Array(3).fill("version 2"),
    );
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, false],
    );
    assert.equal(b24.stats().requests, 1);
  });
}

test("invalidating other users does not affect the early request", async () => {
  const b24 = await clientWith();
  const load = b24.loadUser(4);
  await firstRequest();
  b24.invalidate([5, "6", {}, 7n, Symbol("id")]);
  assert.equal((await load).name, "user 4");
  assert.deepEqual(events, ["example.bitrix24.com token 4", "module"]);
});

test("`invalidate` rejects a value that is no list of ids before the module is loaded, too", async () => {
  const b24 = await clientWith();
  assert.throws(() => b24.invalidate("4"), { code: "INVALID_ID" });
});

test("a client that is closed before the module is loaded completes its calls and caches nothing", async () => {
  const b24 = await clientWith();
  const calls = [b24.getUsers([4]), b24.getUsers([5])];
  await firstRequest();
  b24.close();
  assert.deepEqual(
    (await Promise.all(calls)).map(({ users }) => users[0].name),
    ["user 4", "user 5"],
  );
  assert.equal(b24.stats().cacheSize, 0);
  assert.deepEqual(events, [
    "example.bitrix24.com token 4",
    "module",
    "example.bitrix24.com token 5",
  ]);
});

const OTHER_CALLS = {
  "a batch": (b24) => b24.batch({ deals: { method: "crm.deal.list" } }),
  "the members of a chat": (b24) => b24.getChatUsers(12),
};

for (const [what, call] of Object.entries(OTHER_CALLS)) {
  test(`${what} in the same tick does not change the first request`, async () => {
    const both = async (url, init) => {
      if (!url.endsWith("/batch")) return fetch(url, init);
      events.push("batch");
      return responseWith({ result: { c0: [7], c1: [{ id: 7 }] }, result_error: [] });
    };
    for (const isFirst of [true, false]) {
      events = [];
      const b24 = await clientWith({ fetch: both });
      const calls = [() => b24.getUsers([4, 5]), () => call(b24)];
      const outcomes = await Promise.all(
        (isFirst ? calls : calls.reverse()).map((start) => start()),
      );
      const { users } = outcomes.at(isFirst ? 0 : 1);
      assert.deepEqual(
        users.map(({ id }) => id),
        [4, 5],
      );
      assert.deepEqual(events, ["example.bitrix24.com token 4,5", "module", "batch"]);
      assert.equal(b24.stats().requests, 2);
    }
  });
}

test("a broken platform API does not break the module before a call needs it", async () => {
  const { TextDecoder } = globalThis;
  globalThis.TextDecoder = class extends TextDecoder {
    constructor(encoding) {
      if (encoding !== "utf-8") throw new RangeError("no such encoding");
      super(encoding);
    }
  };
  try {
    assert.equal((await (await clientWith()).getUsers([4])).users.length, 1);
  } finally {
    globalThis.TextDecoder = TextDecoder;
  }
});

test("a failed early request is retried like any other", async () => {
  let requests = 0;
  const flaky = async (...args) => {
    requests += 1;
    if (requests === 1) throw new TypeError("fetch failed");
    return fetch(...args);
  };
  const b24 = await clientWith({ fetch: flaky });
  assert.equal((await b24.getUsers([4])).users.length, 1);
  assert.deepEqual([requests, b24.stats().retries], [2, 1]);
});

test("a module that cannot be loaded aborts the early request", async () => {
  const { signals, fetch } = hangingFetch();
  WebAssembly.instantiate = async () => {
    throw new WebAssembly.CompileError("blocked by CSP");
  };
  await assert.rejects((await clientWith({ fetch })).getUsers([4]), {
    code: "WASM_FORBIDDEN",
    retryable: false,
  });
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true],
  );
});

test("no early request is sent after the module is loaded", async () => {
  const b24 = await clientWith();
  await b24.ready;
  await b24.getUsers([4]);
  assert.deepEqual(events, ["module", "example.bitrix24.com token 4"]);
});

test("b24-users/slim: nothing is sent before `init` is called, and the first request does not wait for its module", async () => {
  const { createClient, init } = await import(`${pathToFileURL(join(DIST, "slim.js"))}?page=slim`);
  const b24 = createClient({ portal: "example.bitrix24.com", auth: "token", fetch });
  await assert.rejects(b24.getUsers([4]), { code: "NOT_INITIALIZED" });
  assert.deepEqual(events, []);
  const ready = init(readFileSync(join(DIST, "b24.wasm")));
  await b24.getUsers([4]);
  await ready;
  assert.equal(events.filter((what) => what !== "module").length, 1);
});
