import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, beforeEach } from "node:test";
import { pathToFileURL } from "node:url";
import { App } from "./support/app.mjs";

const app = new App();
after(() => app.remove());
const DIST = join(app.folder, "node_modules/b24-users/dist");
const LASTING = Date.now() + 3_600_000;

/** In which order things happened. */
let happened;
const { instantiate } = WebAssembly;
after(() => (WebAssembly.instantiate = instantiate));
beforeEach(() => {
  happened = [];
  WebAssembly.instantiate = (...given) => {
    // Node loads a compiled one of its own for its first request.
    if (ArrayBuffer.isView(given[0])) happened.push("module");
    return instantiate(...given);
  };
});

const formOf = ({ body }) => new URLSearchParams(body);
const answer = (users) => new Response(JSON.stringify({ result: users, time: {} }));

async function fetch(url, init) {
  const ids = JSON.parse(formOf(init).get("ID"));
  happened.push(`${new URL(url).host} ${formOf(init).get("auth")} ${ids}`);
  return answer(ids.map((id) => ({ id, name: `user ${id}` })));
}

let pages = 0;
/** `createClient` of a page that has just begun: its module has yet to be loaded. */
async function begin() {
  const { createClient } = await import(
    `${pathToFileURL(join(DIST, "index.js"))}?page=${(pages += 1)}`
  );
  return (options) =>
    createClient({ portal: "example.bitrix24.com", auth: "token", fetch, ...options });
}

const clientWith = async (options) => (await begin())(options);

test("the first request leaves before the module is there, and is the only one", async () => {
  const b24 = await clientWith();
  const { users, missing, time } = await b24.getUsers([5, "4", 5]);
  assert.deepEqual(
    users.map(({ name }) => name),
    ["user 5", "user 4"],
  );
  assert.deepEqual(missing, []);
  assert.deepEqual([time.requests, b24.stats().requests], [1, 1]);
  assert.deepEqual(happened, ["example.bitrix24.com token 5,4", "module"]);
});

test("so does the one for a single user", async () => {
  const b24 = await clientWith({ portal: "https://example.bitrix24.com" });
  assert.equal((await b24.loadUser(7)).name, "user 7");
  assert.deepEqual(happened, ["example.bitrix24.com token 7", "module"]);
});

test("so does that of a stream", async () => {
  const b24 = await clientWith();
  const names = [];
  for await (const { users } of b24.streamUsers([8, 9]))
    names.push(...users.map(({ name }) => name));
  assert.deepEqual(names, ["user 8", "user 9"]);
  assert.deepEqual(happened, ["example.bitrix24.com token 8,9", "module"]);
});

test("single users who are asked for in one tick go together", async () => {
  const b24 = await clientWith();
  const users = await Promise.all([3, "1", 3, 2].map((id) => b24.loadUser(id)));
  assert.deepEqual(
    users.map(({ id }) => id),
    [3, 1, 3, 2],
  );
  assert.deepEqual(happened, ["example.bitrix24.com token 3,1,2", "module"]);
});

test("a hundred single users are one request, which the module sends", async () => {
  const fetch = async (url, init) => {
    happened.push("request");
    const lists = [...formOf(init)]
      .filter(([name]) => name.startsWith("cmd"))
      .map(([, command]) => JSON.parse(new URLSearchParams(command.split("?")[1]).get("ID")));
    const result = Object.fromEntries(
      lists.map((ids, index) => [`c${index}`, ids.map((id) => ({ id }))]),
    );
    return answer({ result, result_error: [] });
  };
  const b24 = await clientWith({ fetch });
  const users = await Promise.all(
    Array.from({ length: 100 }, (_, index) => b24.loadUser(index + 1)),
  );
  assert.deepEqual(
    users.map(({ id }) => id),
    Array.from({ length: 100 }, (_, index) => index + 1),
  );
  assert.deepEqual(happened, ["module", "request"]);
});

test("users of one tick stay together whatever the options of their calls", async () => {
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
  assert.deepEqual(happened, [
    "example.bitrix24.com token 1,2,3,4",
    "module",
    "example.bitrix24.com token 1,2,3,4",
  ]);
});

test("one client of a page has a head start, the others keep to the portal's limits", async () => {
  const createClient = await begin();
  await Promise.all([createClient().getUsers([1]), createClient().getUsers([2])]);
  assert.deepEqual(happened, [
    "example.bitrix24.com token 1",
    "module",
    "example.bitrix24.com token 2",
  ]);
});

test("a list and single users in one tick are two requests, and ask for nobody twice", async () => {
  for (const isListFirst of [true, false]) {
    happened = [];
    const b24 = await clientWith();
    const list = () => b24.getUsers([1, 3, 2]);
    const one = () => b24.loadUser(3);
    const [users, user] = isListFirst
      ? await Promise.all([list(), one()])
      : (await Promise.all([one(), list()])).reverse();
    assert.deepEqual([users.users.map(({ id }) => id), user.id], [[1, 3, 2], 3]);
    const [first, rest] = isListFirst ? ["1,3,2", []] : ["3", ["example.bitrix24.com token 1,2"]];
    assert.deepEqual(happened, [`example.bitrix24.com token ${first}`, "module", ...rest]);
  }
});

test("what is asked for later, while the module is loaded, leaves the first request as it is", async () => {
  const b24 = await clientWith();
  const first = b24.getUsers([1, 2]);
  await new Promise((resolve) => queueMicrotask(() => queueMicrotask(resolve)));
  const second = b24.getUsers([2, 3]);
  assert.deepEqual(
    (await first).users.map(({ id }) => id),
    [1, 2],
  );
  assert.deepEqual(
    (await second).users.map(({ id }) => id),
    [2, 3],
  );
  assert.deepEqual(happened, [
    "example.bitrix24.com token 1,2",
    "module",
    "example.bitrix24.com token 3",
  ]);
  assert.equal(b24.stats().requests, 2);
});

test("a token is asked for once, and the portal that comes with it is asked", async () => {
  const reasons = [];
  const getToken = async ({ reason }) => {
    reasons.push(reason);
    return { accessToken: "fresh", expiresAt: LASTING, portal: "other.bitrix24.com" };
  };
  await (await clientWith({ portal: undefined, auth: { getToken } })).getUsers([4]);
  assert.deepEqual(reasons, ["initial"]);
  assert.deepEqual(happened, ["other.bitrix24.com fresh 4", "module"]);
});

test("a token that is over by the clock of this device is used, early or not", async () => {
  for (const portal of ["example.bitrix24.com", "EXAMPLE.bitrix24.com"]) {
    for (const ms of [-86_400_000, -1, 30_000]) {
      happened = [];
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
      assert.deepEqual(happened, [...early, `${request} 5`]);
    }
  }
});

test("a token that the application fails to give fails the call, once", async () => {
  let asked = 0;
  const getToken = () => {
    asked += 1;
    throw new Error("no");
  };
  await assert.rejects((await clientWith({ auth: { getToken } })).getUsers([4]), {
    code: "TOKEN_UNAVAILABLE",
  });
  assert.equal(asked, 1);
  assert.deepEqual(happened, ["module"]);
});

test("a token without a portal goes nowhere", async () => {
  const b24 = await clientWith({ portal: undefined, auth: { getToken: () => "token" } });
  await assert.rejects(b24.getUsers([4]), { code: "INVALID_OPTIONS" });
  assert.deepEqual(happened, ["module"]);
});

test("a `getToken` that fails, or never answers, is asked once by all, and fails all", async () => {
  for (const getToken of [() => Promise.reject(new Error("no")), () => new Promise(() => {})]) {
    let asked = 0;
    const count = () => {
      asked += 1;
      return getToken();
    };
    const b24 = await clientWith({ auth: { getToken: count }, requestTimeoutMs: 300 });
    const calls = [b24.getUsers([1]), b24.getUsers([2]), b24.getUsers([3])];
    for (const call of calls) await assert.rejects(call, { code: "TOKEN_UNAVAILABLE" });
    assert.equal(asked, 1);
  }
});

test("a token that its caller has not waited for is the next one's", async () => {
  let asked = 0;
  let give;
  const getToken = () => {
    asked += 1;
    return new Promise((resolve) => (give = resolve));
  };
  const b24 = await clientWith({ auth: { getToken } });
  const abort = new AbortController();
  const gone = b24.getUsers([4], { signal: abort.signal });
  await Promise.resolve().then(() => {});
  abort.abort();
  await assert.rejects(gone, { code: "ABORTED" });
  const users = b24.getUsers([4]);
  await b24.ready;
  setTimeout(() => give("token"), 20);
  assert.equal((await users).users.length, 1);
  assert.equal(asked, 1);
});

const LEFT_TO_THE_MODULE = [
  ["too many ids for one call", {}, Array.from({ length: 51 }, (_, index) => index + 1)],
  ["limits", { limits: { idsPerCall: 1 } }, [4]],
  ["calls that are collected for some time", { coalesceMs: 1 }, [4]],
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

for (const [what, options, ids, callOptions] of LEFT_TO_THE_MODULE) {
  test(`${what}: the module sends the first request itself`, async () => {
    const fetch = async (url, init) => {
      happened.push("request");
      const wanted = JSON.parse(formOf(init).get("ID") ?? "[]");
      return answer(
        formOf(init).has("cmd[c0]")
          ? {
              result: { c0: ids.slice(0, 50).map((id) => ({ id })), c1: [{ id: 51 }] },
              result_error: [],
            }
          : wanted.map((id) => ({ id })),
      );
    };
    const { users } = await (await clientWith({ fetch, ...options })).getUsers(ids, callOptions);
    assert.equal(users.length, ids.length);
    assert.deepEqual(happened, ["module", "request"]);
  });
}

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
    assert.deepEqual(happened, ["module"]);
  });
}

/** Every combination of these parts whose number is a multiple of `step`. */
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
  let number = 0;
  for (const scheme of schemes)
    for (const user of users)
      for (const host of hosts)
        for (const tail of tails)
          if ((number += 1) % step === 0) yield `${scheme}${user}${host}${tail}`;
}

test("whatever the address, the early request goes where the module would send it, or nowhere", async () => {
  for (const portal of addresses(13)) {
    happened = [];
    const refused = await (await clientWith({ portal })).getUsers([4]).then(
      () => undefined,
      ({ code }) => code,
    );
    const sent = happened.filter((what) => what !== "module");
    if (refused) assert.deepEqual([refused, sent], ["INVALID_PORTAL", []], portal);
    else assert.equal(sent.length, 1, `${portal}: ${sent}`);
    assert.ok(!sent.some((what) => what.startsWith("oauth.")), portal);
  }
});

test("bad ids that are to be reported do not get the others a head start", async () => {
  const { users, invalid } = await (await clientWith()).getUsers([4, "4abc"], {
    invalid: "report",
  });
  assert.deepEqual([users.length, invalid.length], [1, 1]);
  assert.deepEqual(happened, ["module", "example.bitrix24.com token 4"]);
});

/** A `fetch` that gives no answer, with the signals of its requests. */
function silent() {
  const signals = [];
  const fetch = (url, { signal }) => {
    signals.push(signal);
    return new Promise((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason)),
    );
  };
  return { signals, fetch };
}

test("who gives up before the module is there ends the request, and no other is sent", async () => {
  const { signals, fetch } = silent();
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

test("who has given up before sends nothing", async () => {
  const b24 = await clientWith();
  await assert.rejects(b24.getUsers([4], { signal: AbortSignal.abort() }), { code: "ABORTED" });
  assert.deepEqual(happened, []);
});

test("who gives up later ends it as well", async () => {
  const { signals, fetch } = silent();
  const b24 = await clientWith({ fetch });
  await assert.rejects(b24.getUsers([4], { deadlineMs: 300 }), { code: "DEADLINE_EXCEEDED" });
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true],
  );
});

test("one who gives up leaves the request to the other", async () => {
  const abort = new AbortController();
  const b24 = await clientWith();
  const [gone, stays] = [b24.getUsers([4], { signal: abort.signal }), b24.getUsers([5])];
  await Promise.resolve().then(() => {});
  abort.abort();
  await assert.rejects(gone, { code: "ABORTED" });
  assert.deepEqual(
    (await stays).users.map(({ id }) => id),
    [5],
  );
});

test("a request that turns out to be another is ended, and nobody waits for it", async () => {
  const { signals, fetch: silence } = silent();
  const b24 = await clientWith({
    fetch: (...given) => (signals.length === 0 ? silence(...given) : fetch(...given)),
  });
  const abort = new AbortController();
  const [gone, stays] = [b24.loadUser(4, { signal: abort.signal }), b24.loadUser(5)];
  await Promise.resolve().then(() => {});
  abort.abort();
  await assert.rejects(gone, { code: "ABORTED" });
  assert.equal((await b24.getUsers([6])).users.length, 1);
  assert.equal((await stays).id, 5);
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true],
  );
});

/** Resolves when the first request has left. */
async function departure() {
  while (happened.length === 0) await null;
}

for (const ids of [undefined, [4]]) {
  test(`what left before \`invalidate(${ids ?? ""})\` is asked for again`, async () => {
    const signals = [];
    const version = () => `version ${signals.length}`;
    const slow = async (url, init) => {
      signals.push(init.signal);
      const users = [{ id: 4, name: version() }];
      happened.push("request");
      await new Promise((resolve) => setTimeout(resolve, 20));
      return answer(users);
    };
    const b24 = await clientWith({ fetch: slow });
    const before = b24.loadUser(4);
    await departure();
    b24.invalidate(ids);
    assert.deepEqual(happened, ["request"]);
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

test("invalidating others leaves the first request alone", async () => {
  const b24 = await clientWith();
  const load = b24.loadUser(4);
  await departure();
  b24.invalidate([5, "6", {}, 7n, Symbol("id")]);
  assert.equal((await load).name, "user 4");
  assert.deepEqual(happened, ["example.bitrix24.com token 4", "module"]);
});

test("what cannot be the ids of users is refused by `invalidate` before the module is there, too", async () => {
  const b24 = await clientWith();
  assert.throws(() => b24.invalidate("4"), { code: "INVALID_ID" });
});

test("a client that is closed before the module is there ends its calls well, and remembers nobody", async () => {
  const b24 = await clientWith();
  const calls = [b24.getUsers([4]), b24.getUsers([5])];
  await departure();
  b24.close();
  assert.deepEqual(
    (await Promise.all(calls)).map(({ users }) => users[0].name),
    ["user 4", "user 5"],
  );
  assert.equal(b24.stats().cacheSize, 0);
  assert.deepEqual(happened, [
    "example.bitrix24.com token 4",
    "module",
    "example.bitrix24.com token 5",
  ]);
});

const ALONGSIDE = {
  "a batch": (b24) => b24.batch({ deals: { method: "crm.deal.list" } }),
  "the people of a chat": (b24) => b24.getChatUsers(12),
};

for (const [what, ask] of Object.entries(ALONGSIDE)) {
  test(`${what} asked for in the same tick leaves the first request as it is`, async () => {
    const both = async (url, init) => {
      if (!url.endsWith("/batch")) return fetch(url, init);
      happened.push("batch");
      return answer({ result: { c0: [7], c1: [{ id: 7 }] }, result_error: [] });
    };
    for (const isFirst of [true, false]) {
      happened = [];
      const b24 = await clientWith({ fetch: both });
      const calls = [() => b24.getUsers([4, 5]), () => ask(b24)];
      const outcomes = await Promise.all((isFirst ? calls : calls.reverse()).map((call) => call()));
      const { users } = outcomes.at(isFirst ? 0 : 1);
      assert.deepEqual(
        users.map(({ id }) => id),
        [4, 5],
      );
      assert.deepEqual(happened, ["example.bitrix24.com token 4,5", "module", "batch"]);
      assert.equal(b24.stats().requests, 2);
    }
  });
}

test("a platform that is not what it should be does not end the module before a call needs that", async () => {
  const { TextDecoder } = globalThis;
  globalThis.TextDecoder = function (encoding) {
    if (encoding !== "utf-8") throw new RangeError("no such encoding");
    return new TextDecoder(encoding);
  };
  try {
    assert.equal((await (await clientWith()).getUsers([4])).users.length, 1);
  } finally {
    globalThis.TextDecoder = TextDecoder;
  }
});

test("a first request that fails is repeated like any other", async () => {
  let requests = 0;
  const flaky = async (...given) => {
    requests += 1;
    if (requests === 1) throw new TypeError("fetch failed");
    return fetch(...given);
  };
  const b24 = await clientWith({ fetch: flaky });
  assert.equal((await b24.getUsers([4])).users.length, 1);
  assert.deepEqual([requests, b24.stats().retries], [2, 1]);
});

test("a module that cannot be loaded ends the request", async () => {
  const { signals, fetch } = silent();
  WebAssembly.instantiate = async () => {
    throw new WebAssembly.CompileError("blocked by CSP");
  };
  await assert.rejects((await clientWith({ fetch })).getUsers([4]), { code: "WASM_FORBIDDEN" });
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true],
  );
});

test("once the module is there, nobody has a head start", async () => {
  const b24 = await clientWith();
  await b24.ready;
  await b24.getUsers([4]);
  assert.deepEqual(happened, ["module", "example.bitrix24.com token 4"]);
});

test("b24-users/slim: nothing is sent before `init` was called, and the first request does not wait for what it loads", async () => {
  const { createClient, init } = await import(`${pathToFileURL(join(DIST, "slim.js"))}?page=slim`);
  const b24 = createClient({ portal: "example.bitrix24.com", auth: "token", fetch });
  await assert.rejects(b24.getUsers([4]), { code: "NOT_INITIALIZED" });
  assert.deepEqual(happened, []);
  const ready = init(readFileSync(join(DIST, "b24.wasm")));
  await b24.getUsers([4]);
  await ready;
  assert.equal(happened.filter((what) => what !== "module").length, 1);
});
