// The rate-limit store next to the application's own use of IndexedDB, in Chromium.
import assert from "node:assert/strict";
import { test } from "node:test";

import { outcomeOf, pageScript } from "./support/browser.mjs";
import { setUpSite } from "./support/site.mjs";

const IMPORTS = `import { createClient } from "/node_modules/b24-users/dist/index.js";
import { createFakePortal } from "/node_modules/b24-users/dist/testing/index.js";
const fake = createFakePortal({ people: 50, origin: "https://portal-1.example" });
const create = () => createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch, cache: false });
const b24 = create();
// The duration of the slowest of some calls, in milliseconds.
const slowest = async (client = b24) => {
  let max = 0;
  for (const id of [4, 5, 6]) {
    const start = performance.now();
    await client.getUsers([id]);
    max = Math.max(max, performance.now() - start);
  }
  return Math.round(max);
};
// The events of an IndexedDB request, and its duration.
const settled = (request) => new Promise((resolve) => {
  const start = performance.now();
  const events = [];
  const end = (event) => resolve({ events: [...events, event], ms: Math.round(performance.now() - start) });
  request.onblocked = () => events.push("blocked");
  request.onsuccess = () => (request.result?.close(), end("done"));
  request.onerror = () => end(String(request.error));
});
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));`;

const BODIES = {
  // The store is opened after the first request was sent.
  deleted: `await slowest();
    let names = [];
    while (names.length === 0) {
      await wait(10);
      names = (await indexedDB.databases()).map(({ name }) => name);
    }
    const first = await settled(indexedDB.deleteDatabase("b24-users"));
    const after = await slowest();
    return { names, first, after, again: await settled(indexedDB.deleteDatabase("b24-users")) };`,
  upgraded: `await slowest();
    const upgrade = await settled(indexedDB.open("b24-users", 7));
    return { upgrade, after: await slowest(), again: await settled(indexedDB.open("b24-users", 8)) };`,
  blocked: `await slowest();
    const opening = indexedDB.open("b24-users");
    await new Promise((resolve) => (opening.onsuccess = resolve));
    // Another transaction that does not end.
    const store = opening.result.transaction("buckets", "readwrite").objectStore("buckets");
    const busy = () => (store.get("x").onsuccess = busy);
    busy();
    return { while: await slowest() };`,
  upgrading: `await slowest();
    const opening = indexedDB.open("b24-users", 9);
    await new Promise((resolve) => (opening.onupgradeneeded = () => {
      const store = opening.transaction.objectStore("buckets");
      const busy = () => (store.get("x").onsuccess = busy);
      busy();
      resolve();
    }));
    return { while: await slowest() };`,
  replaced: `class Factory { open() { const request = {}; setTimeout(() => request.onsuccess?.(), 0); return request; } }
    Object.defineProperty(globalThis, "indexedDB", { value: new Factory() });
    // Fake timers do not fire by themselves.
    globalThis.setTimeout = () => 0;
    return { while: await slowest() };`,
};

const pages = { "/favicon.ico": { body: "" } };
for (const [name, body] of Object.entries(BODIES)) {
  pages[`/${name}.html`] = {
    body: `<!doctype html><meta charset="utf-8"><body><script type="module">${pageScript(IMPORTS, body)}</script>`,
  };
}
const site = setUpSite(pages);

const run = async (name) => {
  const { outcome, pageErrors } = await outcomeOf(site.browser, `${site.origin}/${name}.html`);
  assert.deepEqual(pageErrors, []);
  return outcome;
};

test("an application can delete all databases, as at a logout, without blocking later requests", async () => {
  const { names, first, after, again } = await run("deleted");
  assert.deepEqual([names, first.events, again.events], [["b24-users"], ["done"], ["done"]]);
  assert.ok(after < 1000, `${after} ms`);
});

test("a later version of the package can upgrade the database without blocking this version", async () => {
  const { upgrade, after, again } = await run("upgraded");
  assert.deepEqual([upgrade.events, again.events], [["done"], ["done"]]);
  assert.ok(after < 1000, `${after} ms`);
});

for (const name of ["blocked", "upgrading"]) {
  test(`${name}: a blocked store does not delay requests`, async () => {
    const { while: max } = await run(name);
    // The time limit of 100 ms applies once; the rest allows for slow machines.
    assert.ok(max < 800, `${max} ms`);
  });
}

test("a replaced indexedDB under fake timers does not hang calls", async () => {
  assert.equal(typeof (await run("replaced")).while, "number");
});
