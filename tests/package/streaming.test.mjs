// Users from responses that are still arriving: in Node with controlled bodies, and in a page with
// a server that pauses.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { launch, outcomeOf, pageScript } from "./support/browser.mjs";
import { startServer, serve } from "./support/serve.mjs";

const IDS = Array.from({ length: 350 }, (_, index) => index + 1);
/** A user record; a window of the reader holds about sixty. */
const person = (id) => ({ id, name: `User ${id}`, work_position: "x".repeat(1000) });
const idsIn = (form) => JSON.parse(new URLSearchParams(String(form)).get("ID"));
const responseText = (ids) => JSON.stringify({ result: ids.map(person), time: { duration: 0.1 } });
const bytes = (text) => new TextEncoder().encode(text);
const idsOf = (users) => users.map(({ id }) => id);

/** Length of the first part of a response: several windows, but far from the end. */
const FIRST_PART_LENGTH = 150_000;

let app, createClient;
before(async () => {
  app = new App();
  ({ createClient } = await app.import());
});
after(() => app.remove());

const client = (fetch, options) =>
  createClient({ portal: "example.bitrix24.com", auth: "t", fetch, ...options });

/**
 * A `fetch` and the ids of its requests. Responses to more than 50 ids wait for `after`, and
 * `feed(body, text, time)` writes their bodies whenever they are read.
 */
function controlledFetch(feed, after) {
  const requests = [];
  const fetch = async (_, { body: form }) => {
    const ids = idsIn(form);
    requests.push(ids);
    if (ids.length <= 50) return new Response(responseText(ids));
    await after;
    let time = 0;
    const pull = (body) => feed(body, responseText(ids), ++time);
    return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }));
  };
  return { fetch, requests };
}

// Loads all ids by one call of the method.
const limits = { idsPerCall: 1000 };

test("users are delivered before the end of the body", async () => {
  let go;
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  const feed = async (body, text, time) => {
    if (time === 1) return body.enqueue(bytes(text.slice(0, FIRST_PART_LENGTH)));
    await ended;
    body.enqueue(bytes(text.slice(FIRST_PART_LENGTH)));
    body.close();
  };
  const { fetch, requests } = controlledFetch(feed, new Promise((resolve) => (go = resolve)));
  const events = [];
  const onEvent = ({ type }) => events.push(type);
  const progress = [];
  const onProgress = ({ done }) => progress.push(done);
  const stream = client(fetch, { limits, onEvent }).streamUsers(IDS, { onProgress });
  const first = (await stream.next()).value;
  assert.deepEqual(idsOf(first.users), IDS.slice(0, 50));
  go();
  // This never resolves if users are delivered at the end of the body only.
  const second = (await stream.next()).value;
  assert.ok(second.users.length > 50 && second.users.length < 150, `${second.users.length} users`);
  assert.equal(second.users[0].workPosition.length, 1000);
  assert.deepEqual([requests.length, events], [2, ["request", "request", "response"]]);
  end();
  const users = [...first.users, ...second.users];
  for await (const part of stream) users.push(...part.users);
  assert.deepEqual(idsOf(users), IDS);
  assert.ok(
    progress.length > 3 &&
      progress.at(-1) === 350 &&
      progress.every((done, at) => at === 0 || done >= progress[at - 1]),
  );
});

test("an abort ends the request even if no call of next() is pending", async () => {
  let resolveAborted;
  const aborted = new Promise((resolve) => (resolveAborted = resolve));
  const fetch = async (_, { body: form, signal }) => {
    const ids = idsIn(form);
    if (ids.length > 50) signal.addEventListener("abort", () => resolveAborted(ids.length));
    return ids.length <= 50 ? new Response(responseText(ids)) : new Promise(() => {});
  };
  const controller = new AbortController();
  const parts = client(fetch, { limits }).streamUsers(IDS, { signal: controller.signal });
  await parts.next();
  controller.abort();
  assert.equal(await aborted, 300);
  await assert.rejects(parts.next(), { code: "ABORTED" });
  assert.deepEqual(await parts.next(), { value: undefined, done: true });
});

test("a truncated response is reported as truncated", async () => {
  const fetch = async () =>
    new Response(new ReadableStream({ pull: (body) => body.error(new Error("reset")) }));
  await assert.rejects(client(fetch, { retries: 0 }).getUsers([4]), {
    code: "NETWORK_ERROR",
    message: "The portal's response was truncated",
  });
});

test("a retry after a truncated body requests the remaining ids only", async () => {
  const { fetch, requests } = controlledFetch((body, text, time) => {
    if (requests.length === 1 && time === 2) return body.error(new TypeError("network error"));
    body.enqueue(bytes(requests.length === 1 ? text.slice(0, FIRST_PART_LENGTH) : text));
    if (requests.length > 1) body.close();
  });
  const { users, time } = await client(fetch, { limits }).getUsers(IDS.slice(0, 300));
  assert.deepEqual(idsOf(users), IDS.slice(0, 300));
  assert.equal(time.requests, 2);
  assert.ok(requests[1].length < 250 && requests[1].length > 100, `${requests[1].length} ids`);
  assert.deepEqual(requests[1], IDS.slice(300 - requests[1].length, 300));
});

test("users of a body that arrives at once are delivered over several tasks", async () => {
  const fetch = async (_, { body }) => ({
    status: 200,
    text: async () => responseText(idsIn(body)),
  });
  // Counts macrotasks.
  let task = 0;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    task += 1;
    port2.postMessage(null);
  };
  port2.postMessage(null);
  const usersPerTask = new Map();
  const ids = Array.from({ length: 1050 }, (_, index) => index + 1);
  let taken = 0;
  for await (const { users } of client(fetch, { limits: { idsPerCall: 2000 } }).streamUsers(ids)) {
    usersPerTask.set(task, (usersPerTask.get(task) ?? 0) + users.length);
    taken += users.length;
    // Simulates work of the consumer.
    for (const end = Date.now() + 20; Date.now() < end; );
  }
  port1.close();
  assert.equal(taken, 1050);
  const sizes = [...usersPerTask.values()];
  assert.ok(Math.max(...sizes) < 150, `users of each task: ${sizes}`);
});

test("a page receives the first users while the response is still arriving", async (t) => {
  let more;
  const portal = await startServer(async (request, response) => {
    const headers = { "Access-Control-Allow-Origin": "*" };
    if (request.url === "/more") {
      response.writeHead(204, headers).end();
      return more();
    }
    let form = "";
    for await (const chunk of request) form += chunk;
    const text = responseText(idsIn(form));
    response.writeHead(200, headers);
    if (idsIn(form).length <= 50) return response.end(text);
    response.write(text.slice(0, FIRST_PART_LENGTH));
    more = () => response.end(text.slice(FIRST_PART_LENGTH));
  });
  t.after(() => portal.close());
  const options = JSON.stringify({ portal: portal.origin, auth: "t", limits });
  const script = pageScript(
    'import { createClient } from "/node_modules/b24-users/dist/index.js";',
    `const sizes = [];
    for await (const { users } of createClient(${options}).streamUsers(${JSON.stringify(IDS)})) {
      sizes.push(users.length);
      // The server completes its response after this request.
      if (sizes.length === 2) await fetch("${portal.origin}/more");
    }
    return sizes;`,
  );
  const body = `<!doctype html><meta charset="utf-8"><title>test</title><body><script type="module">${script}</script>`;
  const server = await serve(app.folder, { "/": { body }, "/favicon.ico": { body: "" } });
  t.after(() => server.close());
  const browser = await launch();
  t.after(() => browser.close());
  const { outcome, pageErrors } = await outcomeOf(browser, `${server.origin}/`);
  assert.deepEqual(pageErrors, []);
  assert.equal(outcome[0], 50);
  assert.ok(outcome.length > 3 && outcome.slice(1).every((size) => size < 150), `${outcome}`);
  assert.equal(
    outcome.reduce((sum, size) => sum + size),
    350,
  );
});

/**
 * A `fetch` that responds to the first request, and hangs afterwards until its signal is aborted;
 * and the numbers of requests and aborts.
 */
function stalling() {
  const seen = { requests: 0, aborts: 0 };
  const fetch = (url, { body: form, signal }) => {
    seen.requests += 1;
    const isFirst = seen.requests === 1 && !seen.stallsAtOnce;
    if (isFirst && !url.endsWith("im.user.list.get")) {
      return Promise.resolve(
        new Response(JSON.stringify({ result: [{ ID: "1" }], next: 50, total: 200, time: {} })),
      );
    }
    if (isFirst) return Promise.resolve(new Response(responseText(idsIn(form))));
    return new Promise((_, reject) => {
      signal.addEventListener("abort", () => {
        seen.aborts += 1;
        reject(new Error("aborted"));
      });
    });
  };
  return { seen, fetch };
}

const STREAMS = {
  streamUsers: (client) => client.streamUsers(IDS),
  listUserIds: (client) => client.listUserIds(),
  searchUserIds: (client) => client.searchUserIds("a"),
};
const DONE = { value: undefined, done: true };
const shortDelay = () => new Promise((resolve) => setTimeout(resolve, 30));

for (const [name, open] of Object.entries(STREAMS)) {
  for (const stallsAtOnce of [true, false]) {
    const when = stallsAtOnce ? "the first part" : "a later part";

    test(`return() while ${name} waits for ${when} settles all calls and aborts the request`, async () => {
      const { seen, fetch } = stalling();
      seen.stallsAtOnce = stallsAtOnce;
      const parts = open(client(fetch, { retries: 0 }));
      if (!stallsAtOnce) assert.equal((await parts.next()).done, false);
      const settled = [];
      const pending = [parts.next(), parts.next()];
      pending.forEach((next, index) => {
        next.then(() => settled.push(index));
      });
      await shortDelay();
      assert.deepEqual(settled, []);
      const returned = await parts.return("left");
      assert.deepEqual([returned, settled], [{ value: "left", done: true }, [0, 1]]);
      assert.deepEqual(
        [await pending[0], await pending[1], await parts.next()],
        [DONE, DONE, DONE],
      );
      await shortDelay();
      assert.deepEqual(
        [seen.requests > 0, seen.aborts],
        [true, seen.requests - (stallsAtOnce ? 0 : 1)],
      );
    });
  }

  test(`throw() ends ${name} and aborts the request`, async () => {
    const { seen, fetch } = stalling();
    seen.stallsAtOnce = true;
    const parts = open(client(fetch));
    const pending = parts.next();
    await shortDelay();
    const reason = new Error("reason");
    await assert.rejects(parts.throw(reason), reason);
    assert.deepEqual([await pending, await parts.next(), await parts.return()], [DONE, DONE, DONE]);
    await shortDelay();
    assert.deepEqual([seen.requests > 0, seen.aborts], [true, seen.requests]);
  });

  test(`return() before the first next() of ${name} sends nothing`, async () => {
    const { seen, fetch } = stalling();
    const parts = open(client(fetch));
    assert.deepEqual([await parts.return(), await parts.next()], [DONE, DONE]);
    assert.equal(seen.requests, 0);
  });

  test(`breaking out of a loop over ${name} aborts the request in flight`, async () => {
    const { seen, fetch } = stalling();
    for await (const part of open(client(fetch, { limits }))) {
      assert.ok(part);
      await shortDelay();
      break;
    }
    await shortDelay();
    assert.equal(seen.aborts, seen.requests - 1);
  });
}

test("return() does not wait for a token or for the module", async () => {
  const getToken = () => new Promise(() => {});
  const parts = createClient({ portal: "example.bitrix24.com", auth: { getToken } }).streamUsers(
    IDS,
  );
  const pending = parts.next();
  assert.deepEqual([await parts.return(), await pending], [DONE, DONE]);
});

test("calls of next() settle in order", async () => {
  const fetch = async (_, { body }) => new Response(responseText(idsIn(body)));
  const parts = client(fetch, { portal: "order.bitrix24.com", limits }).streamUsers(IDS);
  const order = [];
  const taken = Array.from({ length: 12 }, (_, at) =>
    parts.next().then((part) => {
      order.push(at);
      return part;
    }),
  );
  const values = (await Promise.all(taken)).flatMap(({ value }) => value ?? []);
  assert.deepEqual(
    order,
    [...order].sort((one, other) => one - other),
  );
  assert.deepEqual(
    idsOf(values.flatMap(({ users }) => users)).sort((one, other) => one - other),
    IDS,
  );
  assert.equal((await taken.at(-1)).done, true);
});

test("a stream inherits from the built-in AsyncIterator prototype", () => {
  const parts = client(fetch).streamUsers(IDS);
  assert.equal(parts[Symbol.asyncIterator](), parts);
  const base = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype));
  assert.ok(Object.prototype.isPrototypeOf.call(base, parts));
});
