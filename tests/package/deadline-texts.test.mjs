// Deadline errors: their messages, and calls without any time left.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App, ENTRY } from "./support/app.mjs";

let app, createClient, slim;
before(async () => {
  app = new App();
  ({ createClient } = await app.import());
  slim = await app.import("b24-users/slim");
});
after(() => app.remove());

const OPTIONS = {
  portal: "example.bitrix24.com",
  auth: "t",
  fetch: () => new Promise(() => {}),
};
const ids = Array.from({ length: 12 }, (_, index) => index + 1);

test("the error contains the deadline and the progress of the call", async () => {
  const ofClient = createClient({ ...OPTIONS, deadlineMs: 60 });
  const ofCall = createClient(OPTIONS);
  await ofCall.ready;
  const users = "0 of 12 users had arrived";
  for (const { call, message } of [
    {
      call: () => ofCall.getUsers(ids, { deadlineMs: 50 }),
      message: `Not finished within 50 ms (\`deadlineMs\`): ${users}`,
    },
    {
      call: () => ofClient.getUsers(ids),
      message: `Not finished within 60 ms (the client's \`deadlineMs\`): ${users}`,
    },
    {
      call: () => ofCall.getStatus({ deadlineMs: 50 }),
      message: "Not finished within 50 ms (`deadlineMs`)",
    },
    {
      call: () => ofCall.call("a", {}, { deadlineMs: 50 }),
      message: "Not finished within 50 ms (`deadlineMs`)",
    },
  ]) {
    await assert.rejects(call(), { code: "DEADLINE_EXCEEDED", retryable: true, message });
  }
});

test("the error names the module if it is still loading at the deadline", async () => {
  slim.init(new Promise(() => {})).catch(() => {});
  const b24 = slim.createClient({ ...OPTIONS, deadlineMs: 20 });
  await assert.rejects(b24.getUsers(ids), {
    code: "DEADLINE_EXCEEDED",
    message: "Not finished within 20 ms (`deadlineMs`): the module was still loading",
  });
});

/** A module that exports calls of all kinds with a deadline. */
const CALLS = `
export const callsOf = (b24) => ({
  getUsers: (options) => b24.getUsers([4], options),
  streamUsers: (options) => b24.streamUsers([4], options).next(),
  loadUser: (options) => b24.loadUser(4, options),
  getUser: (options) => b24.getUser(4, options),
  getStatus: (options) => b24.getStatus(options),
  getChatUsers: (options) => b24.getChatUsers("chat12", options),
  listUserIds: (options) => b24.listUserIds({ ACTIVE: true }, options).next(),
  call: (options) => b24.call("app.info", {}, options),
  batch: (options) => b24.batch({ a: { method: "app.info" } }, options),
});`;

for (const state of ["loading", "loaded"]) {
  test(`nothing is sent if no time is left while the module is ${state}`, () => {
    app.write("calls.mjs", CALLS);
    const output = app.run(
      `no-time-${state}.mjs`,
      `import { createClient } from ${JSON.stringify(ENTRY)};
      import { callsOf } from "./calls.mjs";
      const sent = [];
      const fetch = () => (sent.push("a request"), new Promise(() => {}));
      const getToken = () => (sent.push("a token request"), new Promise(() => {}));
      const outcomes = [];
      for (const auth of ["t", { getToken }]) {
        const b24 = createClient({ portal: "example.bitrix24.com", auth, fetch });
        if (${state === "loaded"}) await b24.ready;
        for (const [name, call] of Object.entries(callsOf(b24))) {
          for (const deadlineMs of [0, -0, -1, -1e9]) outcomes.push(
            call({ deadlineMs }).then(
              () => [name, "resolved"],
              ({ code, kind, retryable }) => [code, kind, retryable],
            ),
          );
        }
      }
      const distinct = new Set((await Promise.all(outcomes)).map(String));
      console.log(JSON.stringify([outcomes.length, ...distinct, ...sent]));`,
    );
    assert.deepEqual(JSON.parse(output), [72, "DEADLINE_EXCEEDED,timeout,true"]);
  });
}

test("nothing is requested for a persistent cache if no time is left", () => {
  const output = app.run(
    "no-time-persistent.mjs",
    `import { createClient } from ${JSON.stringify(ENTRY)};
    import { persistentCache } from "b24-users/persist";
    import { callsOf } from "./calls.mjs";
    // The cache reads the stored users of a portal whose address comes with the token.
    globalThis.indexedDB = {};
    const sent = [];
    const fetch = () => (sent.push("a request"), new Promise(() => {}));
    const getToken = () => (sent.push("a token request"), new Promise(() => {}));
    const b24 = createClient({ auth: { getToken }, fetch, cache: { persist: persistentCache({ key: 7 }) } });
    const codes = new Set();
    for (const call of Object.values(callsOf(b24))) {
      for (const deadlineMs of [0, -5]) {
        await call({ deadlineMs }).catch(({ code }) => codes.add(code));
      }
    }
    // Longer than the delay of writes, which read the stored users first.
    await new Promise((resolve) => setTimeout(resolve, 200));
    console.log(JSON.stringify([...codes, ...sent]));
    // A call with time left does request one.
    b24.getStatus({ deadlineMs: 10_000 }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve));
    console.log(JSON.stringify(sent));
    process.exit();`,
  );
  assert.deepEqual(output.trim().split("\n"), ['["DEADLINE_EXCEEDED"]', '["a token request"]']);
});

test("a call without time left says so, and is answered from the cache", async () => {
  const message = "No time is left (`deadlineMs`)";
  for (const deadlineMs of [0, -5]) {
    const b24 = createClient({
      ...OPTIONS,
      fetch: async () => Response.json({ result: [{ id: 4, name: "Ann" }] }),
    });
    // A module that does not load takes all the time there is.
    slim.init(new Promise(() => {})).catch(() => {});
    await assert.rejects(slim.createClient(OPTIONS).getUsers(ids, { deadlineMs }), {
      message: `${message}: the module was still loading`,
    });
    await b24.getUsers([4]);
    assert.equal((await b24.getUsers([4], { deadlineMs })).users[0].name, "Ann");
    assert.equal((await b24.loadUser(4, { deadlineMs })).name, "Ann");
    assert.deepEqual((await b24.getUsers([], { deadlineMs })).users, []);
    await assert.rejects(b24.loadUser(5, { deadlineMs }), { message });
    await assert.rejects(b24.getUsers([5], { deadlineMs }), {
      message: `${message}: 0 of 1 users had arrived`,
    });
  }
});

test("invalid deadlines are invalid options", async () => {
  const b24 = createClient(OPTIONS);
  for (const deadlineMs of [NaN, -Infinity, "5", null]) {
    await assert.rejects(b24.getUsers([4], { deadlineMs }), { code: "INVALID_OPTIONS" });
  }
  for (const deadlineMs of [0, -1]) {
    assert.throws(() => createClient({ ...OPTIONS, deadlineMs }), { code: "INVALID_OPTIONS" });
  }
});
