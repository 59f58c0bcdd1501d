// Memory leaks: unreachable clients are collected, even if the application's callbacks refer to
// them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { App } from "./support/app.mjs";
import { configurePortal, portal } from "./support/portal.mjs";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

let app, createClient;
before(async () => {
  app = new App();
  ({ createClient } = await app.import());
});
after(() => app.remove());

const COUNT = 20;
const limits = { burst: 100_000, perSecond: 10_000 };

/** How many of these references are alive after garbage collection. */
async function countAlive(refs) {
  // Finalizers run in later tasks and can make other objects unreachable.
  for (let turn = 0; turn < 10; turn += 1) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (refs.every((ref) => ref.deref() === undefined)) return 0;
  }
  return refs.filter((ref) => ref.deref() !== undefined).length;
}

/** Weak references to clients that `make` created and `use` used. */
async function clientsOf(make, use) {
  const refs = [];
  for (let count = 0; count <= COUNT; count += 1) {
    refs.push(
      await (async () => {
        const client = make();
        await use(client);
        return new WeakRef(client);
      })(),
    );
  }
  // The engine itself may retain the last one.
  return refs.slice(0, -1);
}

// Each callback refers to the client that it was passed to. Engines share one context for all
// closures of a scope, so this is the case in most applications.
const CYCLIC_CLIENTS = {
  onEvent() {
    const client = createClient({
      portal: portal.origin,
      limits,
      auth: portal.accessToken,
      onEvent: () => client,
    });
    return client;
  },
  getToken() {
    const client = createClient({
      portal: portal.origin,
      limits,
      auth: { getToken: () => client && portal.accessToken },
    });
    return client;
  },
  fetch() {
    const client = createClient({
      portal: portal.origin,
      limits,
      auth: portal.accessToken,
      fetch: (url, init) => client && fetch(url, init),
    });
    return client;
  },
};

/** Outlives the calls that use its signal, like the controller of a page. */
const longLived = new AbortController();

const USES = {
  "a list": (client) => client.getUsers([1, 2, 3]),
  loads: (client) => Promise.all([client.loadUser(1), client.loadUser(2)]),
  "a break out of a stream": async (client) => {
    for await (const part of client.streamUsers(
      Array.from({ length: 120 }, (_, index) => index + 1),
    ))
      if (part) break;
  },
  "an abandoned stream": async (client) => {
    await client
      .streamUsers(Array.from({ length: 400 }, (_, index) => index + 1))
      [Symbol.asyncIterator]()
      .next();
  },
  "an abandoned stream with a signal": async (client) => {
    const ids = Array.from({ length: 400 }, (_, index) => index + 1);
    await client.streamUsers(ids, { signal: longLived.signal })[Symbol.asyncIterator]().next();
  },
  "an abort": async (client) => {
    const controller = new AbortController();
    const call = client.getUsers([1, 2, 3], { signal: controller.signal });
    setTimeout(() => controller.abort(), 2);
    await call.catch(() => {});
  },
  "a call during which it is closed": async (client) => {
    const call = client.getUsers([1, 2, 3]);
    client.close();
    await call;
  },
};

for (const [name, make] of Object.entries(CYCLIC_CLIENTS)) {
  for (const [use, work] of Object.entries(USES)) {
    test(`a client that its ${name} refers to is collected after ${use}`, () =>
      configurePortal("limits", { burst: null, costPerUserMs: 0 }, async () => {
        assert.equal(await countAlive(await clientsOf(make, work)), 0);
      }));
  }
}

test("a client is collected after a failed token refresh whose error refers to it", async () => {
  const refuse = async () => Response.json({ error: "expired_token" }, { status: 401 });
  const make = () => {
    const getToken = async ({ reason }) => {
      if (reason === "expired") throw Object.assign(new Error("signed out"), { client });
      return "token";
    };
    const client = createClient({
      portal: portal.origin,
      limits,
      auth: { getToken },
      fetch: refuse,
    });
    return client;
  };
  const use = (client) => assert.rejects(client.call("app.info"), { code: "TOKEN_UNAVAILABLE" });
  // The engine may retain the last handled error.
  assert.ok((await countAlive(await clientsOf(make, use))) <= 1);
});

test("a call completes if only the call refers to its client", async () => {
  const events = [];
  const call = createClient({
    portal: portal.origin,
    limits,
    auth: { getToken: async () => portal.accessToken },
    onEvent: ({ type }) => events.push(type),
    fetch: async (url, init) => {
      await countAlive([new WeakRef({})]);
      return fetch(url, init);
    },
  }).getUsers([1, 2]);
  await countAlive([new WeakRef({})]);
  assert.deepEqual(
    (await call).users.map(({ id }) => id),
    [1, 2],
  );
  assert.deepEqual(events, ["request", "response"]);
});

// Engines collect the young generation often and the old generation late, so wrongly promoted
// objects stay for long. Runs in a new process, since allocation-site feedback of other tests may
// cause users to be allocated in the old generation.
test("unreferenced users are not promoted to the old generation", () => {
  const grown = app.run(
    "young.mjs",
    `import { createClient } from "b24-users";
const ids = Array.from({ length: 500 }, (_, index) => index + 1);
const text = JSON.stringify({ result: ids.map((id) => ({ id, name: \`User \${id}\` })), time: {} });
const fetch = async () => ({ status: 200, text: async () => text });
const limits = ${JSON.stringify({ ...limits, idsPerCall: 500 })};
const client = createClient({ portal: "example.bitrix24.com", auth: "token", fetch, limits });
await client.getUsers(ids);
// Promotes the package's own objects to the old generation.
for (let turn = 0; turn < 2; turn += 1) gc();
const before = process.memoryUsage().heapUsed;
let max = 0;
for (let round = 0; round < 10; round += 1) {
  for (let call = 0; call < 10; call += 1) await client.getUsers(ids, { fresh: true });
  gc({ type: "minor" });
  max = Math.max(max, process.memoryUsage().heapUsed);
}
console.log(max - before);`,
    "--expose-gc",
    "--no-allocation-site-pretenuring",
  );
  assert.ok(grown < 6_000_000, `${grown.trim()} bytes more, with the users of 100 calls`);
});

// Runs in a new process, whose heap has no other users.
const CACHE_MEMORY = `import { createClient } from "b24-users";
const person = (id) => ({ id, active: true, name: "Name of " + id, first_name: "First name of " + id, last_name: "Last name of " + id,
  work_position: "position " + id, avatar: "https://cdn.example.com/avatars/" + id + "/picture.png", email: "user" + id + "@example.com",
  phones: { work_phone: "+7" + id }, departments: [1], uf_unknown: "unknown of " + id });
// Every other user has a long string.
const mixed = (id) => (id % 2 ? { ...person(id), website: "https://example.com/" + "x".repeat(2000) } : person(id));
const bodyOf = (form, make) => {
  const users = (ids) => Object.fromEntries(JSON.parse(ids).map((id) => [id, make(id)]));
  const query = new URLSearchParams(form);
  if (query.get("ID")) return { result: users(query.get("ID")) };
  const calls = [...query].filter(([name]) => name.startsWith("cmd"));
  const result = calls.map(([name, call]) => [name.slice(4, -1), users(new URLSearchParams(call.split("?")[1]).get("ID"))]);
  return { result: { result: Object.fromEntries(result), result_error: [] } };
};
const ROUNDS = 400;
const IDS_PER_ROUND = 60;
const range = (from, count) => Array.from({ length: count }, (_, at) => from + at);
const fills = {
  together: (client) => client.getUsers(range(1, ROUNDS).map((at) => 2 * at)),
  async reused(client) {
    const ids = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await client.getUsers(range(10_000 + round * IDS_PER_ROUND, IDS_PER_ROUND));
      ids.push(10_000 + round * IDS_PER_ROUND);
      await client.getUsers(ids);
    }
  },
  async invalidated(client) {
    for (let round = 0; round < ROUNDS; round += 1) {
      const ids = range(10_000 + round * IDS_PER_ROUND, IDS_PER_ROUND);
      await client.getUsers(ids);
      client.invalidate(ids.slice(1));
    }
  },
  async loaded(client) {
    const users = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await client.getUsers(range(10_000 + round * IDS_PER_ROUND, IDS_PER_ROUND));
      users.push(await client.loadUser(10_000 + round * IDS_PER_ROUND));
    }
    client.invalidate();
    return users;
  },
};
const limits = { burst: 100_000, perSecond: 10_000 };
const heap = async () => {
  for (let turn = 0; turn < 8; turn += 1) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return process.memoryUsage().heapUsed;
};
// References that keep the clients alive while others are measured.
const clients = [];
async function bytesPerUser(name, make) {
  const fetch = async (url, { body }) => new Response(JSON.stringify(bodyOf(body, make)));
  const cache = { max: name === "reused" ? ROUNDS : 10_000 };
  const client = createClient({ portal: name + ".example.com", auth: "token", fetch, cache, limits });
  clients.push(client);
  await client.getUsers([1]);
  client.invalidate([1]);
  const before = await heap();
  const users = await fills[name](client);
  const after = await heap();
  clients.push(users);
  const count = Array.isArray(users) ? users.length : client.stats().cacheSize;
  if (count !== ROUNDS) throw new Error(name + ": " + count + " users");
  return (after - before) / count;
}
// A first run fills the package's and the engine's own caches.
for (const name of Object.keys(fills)) await bytesPerUser(name, person);
const sizes = {};
for (const name of Object.keys(fills)) sizes[name] = Math.round(await bytesPerUser(name, person));
for (const name of Object.keys(fills)) sizes["mixed " + name] = Math.round(await bytesPerUser(name, mixed));
console.log(JSON.stringify(sizes));
`;

test("a cached or loaded user does not retain the other users of its response", () => {
  const all = JSON.parse(app.run("cache-memory.mjs", CACHE_MEMORY, "--expose-gc"));
  const { together, ...others } = all;
  for (const [name, bytes] of Object.entries(others)) {
    assert.ok(bytes < 2 * together, `${name}: ${JSON.stringify(all)}`);
  }
});
