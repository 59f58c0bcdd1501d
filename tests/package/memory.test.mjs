// What clients leave behind: nothing, as soon as nobody can reach them any more, whatever the
// application's functions can reach.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { App } from "./support/app.mjs";
import { ordered, portal } from "./support/portal.mjs";

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

/** How many of these are still there after the engine has collected what it can. */
async function left(refs) {
  // What is freed by finalizers takes a turn or two, and what that frees another.
  for (let turn = 0; turn < 10; turn += 1) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (refs.every((ref) => ref.deref() === undefined)) return 0;
  }
  return refs.filter((ref) => ref.deref() !== undefined).length;
}

/** Clients made by `make` and used by `use`. */
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
  // The engine itself may keep what was used last.
  return refs.slice(0, -1);
}

// Each of the application's functions can reach the client that it was given to. In an engine all
// functions made in one place share what is reachable from there, so most applications' functions
// do.
const REACHING = {
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

/** Outlives the calls that it is given to, as that of a page may. */
const lasting = new AbortController();

const USES = {
  "a list": (client) => client.getUsers([1, 2, 3]),
  loads: (client) => Promise.all([client.loadUser(1), client.loadUser(2)]),
  "a stream that was left": async (client) => {
    for await (const part of client.streamUsers(
      Array.from({ length: 120 }, (_, index) => index + 1),
    ))
      if (part) break;
  },
  "a stream that nobody takes from any more": async (client) => {
    await client
      .streamUsers(Array.from({ length: 400 }, (_, index) => index + 1))
      [Symbol.asyncIterator]()
      .next();
  },
  "a stream with a signal that nobody takes from any more": async (client) => {
    const ids = Array.from({ length: 400 }, (_, index) => index + 1);
    await client.streamUsers(ids, { signal: lasting.signal })[Symbol.asyncIterator]().next();
  },
  "an abort": async (client) => {
    const controller = new AbortController();
    const call = client.getUsers([1, 2, 3], { signal: controller.signal });
    setTimeout(() => controller.abort(), 2);
    await call.catch(() => {});
  },
  "a call that closes it": async (client) => {
    const call = client.getUsers([1, 2, 3]);
    client.close();
    await call;
  },
};

for (const [name, make] of Object.entries(REACHING)) {
  for (const [use, work] of Object.entries(USES)) {
    test(`a client that its ${name} can reach is collected after ${use}`, () =>
      ordered("limits", { burst: null, costPerUserMs: 0 }, async () => {
        assert.equal(await left(await clientsOf(make, work)), 0);
      }));
  }
}

test("a client is collected after a new token failed with an error that can reach it", async () => {
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
  // The engine may keep an error that it handled.
  assert.ok((await left(await clientsOf(make, use))) <= 1);
});

test("a call goes on when nothing but the call is left of its client", async () => {
  const events = [];
  const call = createClient({
    portal: portal.origin,
    limits,
    auth: { getToken: async () => portal.accessToken },
    onEvent: ({ type }) => events.push(type),
    fetch: async (url, init) => {
      await left([new WeakRef({})]);
      return fetch(url, init);
    },
  }).getUsers([1, 2]);
  await left([new WeakRef({})]);
  assert.deepEqual(
    (await call).users.map(({ id }) => id),
    [1, 2],
  );
  assert.deepEqual(events, ["request", "response"]);
});

// Engines collect the young part of the heap often, and the rest as late as they can: what survives
// there by mistake stays for long. In a process of its own, where all is young at first: the engine
// may otherwise take it that users live long, and make them old at once.
test("users that calls have given, and nobody keeps, do not grow old", () => {
  const grown = app.run(
    "young.mjs",
    `import { createClient } from "b24-users";
const ids = Array.from({ length: 500 }, (_, index) => index + 1);
const text = JSON.stringify({ result: ids.map((id) => ({ id, name: \`User \${id}\` })), time: {} });
const fetch = async () => ({ status: 200, text: async () => text });
const limits = ${JSON.stringify({ ...limits, idsPerCall: 500 })};
const client = createClient({ portal: "example.bitrix24.com", auth: "token", fetch, limits });
await client.getUsers(ids);
// All that the package itself keeps has grown old now.
for (let turn = 0; turn < 2; turn += 1) gc();
const before = process.memoryUsage().heapUsed;
let most = 0;
for (let part = 0; part < 10; part += 1) {
  for (let call = 0; call < 10; call += 1) await client.getUsers(ids, { fresh: true });
  gc({ type: "minor" });
  most = Math.max(most, process.memoryUsage().heapUsed);
}
console.log(most - before);`,
    "--expose-gc",
    "--no-allocation-site-pretenuring",
  );
  assert.ok(grown < 6_000_000, `${grown.trim()} bytes more, with the users of 100 calls`);
});

// In a process of its own, whose heap nobody else changes.
const KEEPING = `import { createClient } from "b24-users";
const person = (id) => ({ id, active: true, name: "Name of " + id, first_name: "First name of " + id, last_name: "Last name of " + id,
  work_position: "position " + id, avatar: "https://cdn.example.com/avatars/" + id + "/picture.png", email: "user" + id + "@example.com",
  phones: { work_phone: "+7" + id }, departments: [1], uf_unknown: "unknown of " + id });
// Every other user has a long text.
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
const PER = 60;
const range = (from, count) => Array.from({ length: count }, (_, at) => from + at);
const fills = {
  together: (client) => client.getUsers(range(1, ROUNDS).map((at) => 2 * at)),
  async again(client) {
    const again = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await client.getUsers(range(10_000 + round * PER, PER));
      again.push(10_000 + round * PER);
      await client.getUsers(again);
    }
  },
  async invalidated(client) {
    for (let round = 0; round < ROUNDS; round += 1) {
      const ids = range(10_000 + round * PER, PER);
      await client.getUsers(ids);
      client.invalidate(ids.slice(1));
    }
  },
  async loaded(client) {
    const kept = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await client.getUsers(range(10_000 + round * PER, PER));
      kept.push(await client.loadUser(10_000 + round * PER));
    }
    client.invalidate();
    return kept;
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
// So that none is collected while another is measured.
const clients = [];
async function bytesPerUser(name, make) {
  const fetch = async (url, { body }) => new Response(JSON.stringify(bodyOf(body, make)));
  const cache = { max: name === "again" ? ROUNDS : 10_000 };
  const client = createClient({ portal: name + ".example.com", auth: "token", fetch, cache, limits });
  clients.push(client);
  await client.getUsers([1]);
  client.invalidate([1]);
  const before = await heap();
  const kept = await fills[name](client);
  const after = await heap();
  clients.push(kept);
  const count = Array.isArray(kept) ? kept.length : client.stats().cacheSize;
  if (count !== ROUNDS) throw new Error(name + " keeps " + count);
  return (after - before) / count;
}
// What the package and the engine keep once grows old first.
for (const name of Object.keys(fills)) await bytesPerUser(name, person);
const found = {};
for (const name of Object.keys(fills)) found[name] = Math.round(await bytesPerUser(name, person));
for (const name of Object.keys(fills)) found["mixed " + name] = Math.round(await bytesPerUser(name, mixed));
console.log(JSON.stringify(found));
`;

test("users in the cache or from it take memory for themselves alone, whoever arrived with them", () => {
  const all = JSON.parse(app.run("keeping.mjs", KEEPING, "--expose-gc"));
  const { together, ...found } = all;
  for (const [name, bytes] of Object.entries(found)) {
    assert.ok(bytes < 2 * together, `${name}: ${JSON.stringify(all)}`);
  }
});
