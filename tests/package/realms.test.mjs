// Objects of other realms, unusual runtimes and replaced globals: each call settles with a result
// or a typed error, and never traps the instance.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createContext, runInContext } from "node:vm";

import { App, ENTRY } from "./support/app.mjs";

const app = new App();
const { createClient } = await app.import(ENTRY);
const strays = [];
const recordStray = (error) => strays.push(error);
before(() => process.on("uncaughtException", recordStray).on("unhandledRejection", recordStray));
after(() => {
  process.off("uncaughtException", recordStray).off("unhandledRejection", recordStray);
  app.remove();
});

const BODY = '{"result":[{"id":4,"name":"Anna"}],"time":{}}';
const BYTES = [...new TextEncoder().encode(BODY)];
const limits = { burst: 100_000, perSecond: 1000 };

/** The value of a script in another realm, which has the language's globals only. */
const realm = createContext({});
const inRealm = (script) => runInContext(`(${script})`, realm);
const streaming = (read) =>
  inRealm(
    `async () => ({ status: 200, body: { getReader: () => ({ read: ${read}, cancel() {} }) } })`,
  );
const throwing = inRealm("() => { throw new TypeError('of another realm'); }");
const ok = async () => new Response(BODY);
const hidden = (name) => ({ [name]: undefined });

/** Runs `work` while these globals are replaced; those that are `undefined` are missing. */
async function withGlobals(globals, work) {
  const names = Object.keys(globals);
  const own = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  for (const [name, value] of Object.entries(globals)) {
    if (value === undefined) delete globalThis[name];
    else Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    return await work();
  } finally {
    for (const [index, name] of names.entries()) {
      if (own[index]) Object.defineProperty(globalThis, name, own[index]);
      else delete globalThis[name];
    }
  }
}

/** A stream of one chunk, which `defer` detaches some time after it was read. */
const detached = (text, defer) => {
  const chunk = Uint8Array.from(new TextEncoder().encode(text));
  const results = [{ done: false, value: chunk }, { done: true }];
  const read = async () => {
    defer(() => structuredClone(chunk.buffer, { transfer: [chunk.buffer] }));
    defer = () => {};
    return results.shift();
  };
  return { status: 200, body: { getReader: () => ({ read, cancel() {} }) } };
};

/** Defers work by `count` microtasks. */
const afterTicks = (count) => async (work) => {
  for (let tick = 0; tick < count; tick += 1) await undefined;
  work();
};

const { URL: NativeUrl, Request: NativeRequest } = globalThis;
class UrlWithoutUsername {
  constructor(text) {
    const { protocol, hostname, port, pathname, search, hash } = new NativeUrl(text);
    Object.assign(this, { protocol, hostname, port, pathname, search, hash });
  }
}
class WorkersRequest extends NativeRequest {
  constructor(input, init = {}) {
    for (const option of ["credentials", "referrerPolicy"]) {
      if (option in init)
        throw new Error(`The '${option}' field on 'RequestInitializerDict' is not implemented.`);
    }
    super(input, init);
  }
}
class RequestWithoutBodies extends NativeRequest {
  constructor(input, init = {}) {
    if (init.body) throw inRealm("new TypeError('no body')");
    super(input, init);
  }
}

/** Replaced globals, and the name of the user or the error code of a call. */
const CASES = {
  "a response of another realm": [
    { fetch: inRealm(`async () => ({ status: 200, text: async () => ${JSON.stringify(BODY)} })`) },
    "Anna",
  ],
  "a stream and bytes of another realm": [
    {
      fetch: inRealm(`async () => {
        const chunks = [new Uint8Array(${JSON.stringify(BYTES)})];
        const read = async () => (chunks.length ? { done: false, value: chunks.pop() } : { done: true });
        return { status: 200, body: { getReader: () => ({ read }) } };
      }`),
    },
    "Anna",
  ],
  "a buffer of another realm": [
    {
      fetch: inRealm(
        `async () => ({ status: 200, arrayBuffer: async () => new Uint8Array(${JSON.stringify(BYTES)}).buffer })`,
      ),
    },
    "Anna",
  ],
  "a thenable of another realm": [
    {
      fetch: inRealm(
        `() => ({ then: (resolve) => resolve({ status: 200, text: () => ${JSON.stringify(BODY)} }) })`,
      ),
    },
    "Anna",
  ],
  "a thenable that throws": [
    { fetch: inRealm("() => ({ then() { throw new TypeError('then'); } })") },
    "NETWORK_ERROR",
  ],
  "a thenable that settles twice": [
    {
      fetch: () => ({
        // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable.
        then(resolve, reject) {
          resolve(new Response(BODY));
          reject(4);
          resolve(5);
        },
      }),
    },
    "Anna",
  ],
  "a promise whose `then` throws": [
    // biome-ignore lint/suspicious/noThenProperty: the test needs a broken thenable.
    { fetch: () => Object.assign(Promise.resolve(new Response(BODY)), { then: throwing }) },
    "NETWORK_ERROR",
  ],
  "a rejection with an error of another realm": [
    {
      fetch: inRealm(
        "async () => { throw new TypeError('down', { cause: new Error('ECONNREFUSED') }); }",
      ),
    },
    "NETWORK_ERROR",
  ],
  "a rejection with a string": [{ fetch: () => Promise.reject("down") }, "NETWORK_ERROR"],
  "a rejection with null": [{ fetch: () => Promise.reject(null) }, "NETWORK_ERROR"],
  "a rejection with a symbol": [{ fetch: () => Promise.reject(Symbol("down")) }, "NETWORK_ERROR"],
  "an error that is thrown synchronously": [{ fetch: throwing }, "NETWORK_ERROR"],
  "an error whose getters throw": [
    {
      fetch: inRealm(
        "async () => { throw { get message() { throw 1; }, get name() { throw 2; } }; }",
      ),
    },
    "NETWORK_ERROR",
  ],
  "a symbol as a status": [
    { fetch: async () => ({ status: Symbol("200"), text: async () => BODY }) },
    "BAD_RESPONSE",
  ],
  "a fraction as a status": [
    { fetch: async () => ({ status: 200.5, text: async () => BODY }) },
    "BAD_RESPONSE",
  ],
  "a status whose getter throws": [
    { fetch: inRealm("async () => ({ get status() { throw new TypeError('status'); } })") },
    "BAD_RESPONSE",
  ],
  "a redirect whose getter throws": [
    {
      fetch: async () => ({
        status: 200,
        get redirected() {
          throw 4;
        },
      }),
    },
    "BAD_RESPONSE",
  ],
  "a body whose getter throws": [
    {
      fetch: async () => ({
        status: 200,
        get body() {
          throw 4;
        },
      }),
    },
    "BAD_RESPONSE",
  ],
  "a locked stream": [
    {
      fetch: async () => {
        const response = new Response(BODY);
        response.body.getReader();
        return response;
      },
    },
    "BAD_RESPONSE",
  ],
  "a stream whose reader throws": [
    { fetch: streaming("() => { throw new TypeError('read'); }") },
    "NETWORK_ERROR",
  ],
  "a stream whose reader resolves to nothing": [
    { fetch: streaming("async () => null") },
    "NETWORK_ERROR",
  ],
  "a stream without a reader": [
    { fetch: async () => ({ status: 200, body: { getReader: () => null } }) },
    "BAD_RESPONSE",
  ],
  "a stream of chunks that only look like bytes": [
    { fetch: streaming("async () => ({ value: { [Symbol.toStringTag]: 'Uint8Array' } })") },
    "BAD_RESPONSE",
  ],
  "a stream whose large chunk is detached": [
    { fetch: async () => detached(" ".repeat(3e6) + BODY, afterTicks(12)) },
    "BAD_RESPONSE",
  ],
  "a URL without a username": [{ fetch: ok, URL: UrlWithoutUsername }, "Anna"],
  "a URL whose username throws": [
    {
      fetch: ok,
      URL: class extends NativeUrl {
        /** @returns {string} */
        get username() {
          throw 4;
        }
      },
    },
    "Anna",
  ],
  "a URL whose hostname throws": [
    {
      fetch: ok,
      URL: class extends NativeUrl {
        /** @returns {string} */
        get hostname() {
          throw 4;
        }
      },
    },
    "INVALID_PORTAL",
  ],
  "a URL whose protocol is no string": [
    {
      fetch: ok,
      URL: class extends NativeUrl {
        get protocol() {
          return undefined;
        }
      },
    },
    "INVALID_PORTAL",
  ],
  "a fetch that is missing": [hidden("fetch"), "NETWORK_ERROR"],
  "a Request that is missing": [{ fetch: ok, ...hidden("Request") }, "Anna"],
  "an AbortController that is missing": [{ fetch: ok, ...hidden("AbortController") }, "Anna"],
  "an AbortController that throws": [{ fetch: ok, AbortController: throwing }, "Anna"],
  "an AbortController whose signal throws": [
    {
      fetch: ok,
      AbortController: class {
        get signal() {
          throw 4;
        }
        abort() {
          throw 5;
        }
      },
    },
    "Anna",
  ],
  "a Request that refuses options": [
    {
      Request: WorkersRequest,
      fetch: async (url, init) => {
        assert.equal(new WorkersRequest(url, init).redirect, "manual");
        return new Response(BODY);
      },
    },
    "Anna",
  ],
  "a Request that refuses bodies by an error of another realm": [
    { fetch: ok, Request: RequestWithoutBodies },
    "Anna",
  ],
  "a Request that always throws": [{ fetch: ok, Request: throwing }, "Anna"],
  "a fetch(url, init) that reads both": [
    {
      fetch: async (url, init) => {
        assert.ok(url.startsWith("https://") && init.body.includes("ID="));
        return new Response(BODY);
      },
    },
    "Anna",
  ],
};

for (const [name, [globals, expected]] of Object.entries(CASES)) {
  test(name, async () => {
    const b24 = createClient({
      portal: "example.bitrix24.com",
      auth: "t",
      retries: 0,
      cache: false,
      limits,
    });
    await b24.ready;
    const users = () =>
      b24.getUsers([4]).then(
        ({ users }) => users[0].name,
        ({ code }) => code,
      );
    assert.equal(await withGlobals(globals, users), expected);
    assert.equal(await withGlobals({ fetch: ok }, users), "Anna");
    // A new instance would count from 0.
    assert.equal(b24.stats().requests, expected === "INVALID_PORTAL" ? 1 : 2);
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(strays, []);
  });
}

test("a chunk that is detached at any time after its read does not trap", async () => {
  const b24 = createClient({
    portal: "example.bitrix24.com",
    auth: "t",
    retries: 0,
    cache: false,
    limits,
    fetch: () => /** @type {any} */ (fetch()),
  });
  await b24.ready;
  const fetch = async () => detached(BODY, afterTicks(ticks));
  let ticks = 0;
  for (; ticks < 25; ticks += 1) {
    const outcome = await b24.getUsers([4]).then(
      ({ users }) => users[0].name,
      ({ code }) => code,
    );
    assert.ok(["Anna", "BAD_RESPONSE"].includes(outcome), `${ticks}: ${outcome}`);
  }
  assert.equal(b24.stats().requests, ticks);
});

test("`then` of a thenable is called once, even if it resolves after the end of its call", async () => {
  let calls = 0;
  const fetch = () => ({
    // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable.
    then(resolve) {
      calls += 1;
      setTimeout(resolve, 100, new Response(BODY));
    },
  });
  const b24 = createClient({
    portal: "example.bitrix24.com",
    auth: "t",
    fetch: /** @type {any} */ (fetch),
    retries: 0,
    limits,
  });
  await b24.ready;
  await assert.rejects(b24.call("x.add", {}, { deadlineMs: 50 }), { code: "DEADLINE_EXCEEDED" });
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.equal(calls, 1);
});

// The functions that must be native for gloo-net. The tests emulate a browser and patch
// `Function.prototype.toString` for these.
const NATIVE = [
  "Window",
  "fetch",
  "Request",
  "Request.prototype.url",
  "Headers",
  "Headers.prototype.set",
  "URL",
  "URL.prototype.search",
  "URL.prototype.toString",
  "URLSearchParams",
  "URLSearchParams.prototype.toString",
  "AbortController",
  "Error",
];
const GLOO = "gloo-net";

/** The functions at a path: a value, or a getter and a setter. */
function functionsAt(path) {
  const [owner, name] = path.split(".prototype.");
  // Some globals of Node are getters.
  if (!name) return [[globalThis[path], path]];
  const { value, get, set } =
    Object.getOwnPropertyDescriptor(globalThis[owner].prototype, name) ?? {};
  return [
    [value, name],
    [get, `get ${name}`],
    [set, `set ${name}`],
  ];
}

/** How a call sends its request in such a runtime, or its error code. */
async function transportIn(globals, native = NATIVE) {
  const { toString: nativeToString } = Function.prototype;
  const names = new Map();
  const fetch = async (...args) => {
    sent.push(args.length === 1 && args[0] instanceof NativeRequest ? GLOO : "fetch(url, init)");
    return new Response(BODY);
  };
  const sent = [];
  return withGlobals({ Window: class {}, fetch, ...globals }, async () => {
    for (const path of native) for (const [it, name] of functionsAt(path)) names.set(it, name);
    Function.prototype.toString = function () {
      return names.has(this)
        ? `function ${names.get(this)}() { [native code] }`
        : Reflect.apply(nativeToString, this, []);
    };
    try {
      const b24 = createClient({
        portal: "example.bitrix24.com",
        auth: "t",
        retries: 0,
        cache: false,
        limits,
      });
      await b24.ready;
      const { code } = await b24.getUsers([4]).then(
        () => ({}),
        (error) => error,
      );
      assert.equal(b24.stats().requests, 1);
      return code ?? sent.join();
    } finally {
      Function.prototype.toString = nativeToString;
    }
  });
}

test("gloo-net builds the request if all functions that it needs are native", async () => {
  assert.equal(await transportIn({}), GLOO);
});

for (const name of NATIVE) {
  test(`gloo-net builds no request if ${name} is not native`, async () => {
    // Node's own error type is native.
    const replaced = name === "Error" ? { Error: class extends Error {} } : {};
    assert.equal(
      await transportIn(
        replaced,
        NATIVE.filter((native) => native !== name),
      ),
      "fetch(url, init)",
    );
  });
}

test("gloo-net builds no request if a method that it calls is replaced by one that throws", async () => {
  const { set } = Headers.prototype;
  const native = NATIVE.filter((path) => path !== "Headers.prototype.set");
  Headers.prototype.set = throwing;
  try {
    assert.equal(await transportIn({}, native), "fetch(url, init)");
  } finally {
    Headers.prototype.set = set;
  }
});

test("gloo-net builds no request if Request rejects an option, as in Workers", async () => {
  assert.equal(await transportIn({ Request: WorkersRequest }), "fetch(url, init)");
});

test("a request that gloo-net cannot build is sent by fetch(url, init)", async () => {
  class OnceRequest extends NativeRequest {
    constructor(input, init = {}) {
      if (init.body) throw new TypeError("no body");
      super(input, init);
    }
  }
  // The feature check has an empty form, so it succeeds.
  assert.equal(await transportIn({ Request: OnceRequest }), "fetch(url, init)");
});

test("a bound function or a proxy in place of fetch is not treated as native", async () => {
  for (const wrap of [(fetch) => fetch.bind(undefined), (fetch) => new Proxy(fetch, {})]) {
    const sent = [];
    const fetch = wrap(async (url) => {
      sent.push(typeof url);
      return new Response(BODY);
    });
    assert.match(Function.prototype.toString.call(fetch), /native code/);
    await transportIn(
      { fetch },
      NATIVE.filter((name) => name !== "fetch"),
    );
    assert.deepEqual(sent, ["string"]);
  }
});

test("the option fetch is called with a URL and options", async () => {
  const types = [];
  const fetch = async (...args) => {
    types.push(...args.map((it) => typeof it));
    return new Response(BODY);
  };
  const b24 = createClient({ portal: "example.bitrix24.com", auth: "t", fetch, limits });
  await b24.ready;
  assert.equal((await b24.getUsers([4])).users[0].name, "Anna");
  assert.deepEqual(types, ["string", "object"]);
});
