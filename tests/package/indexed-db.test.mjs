// The store that tabs share, as a neighbour of the application's own work with IndexedDB, in
// Chromium.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { launch, outcomeOf, reporting } from "./support/browser.mjs";
import { serve } from "./support/serve.mjs";

const IMPORTS = `import { createClient } from "/node_modules/b24-users/dist/index.js";
import { createFakePortal } from "/node_modules/b24-users/dist/testing/index.js";
const fake = createFakePortal({ people: 50, origin: "https://portal-1.example" });
const create = () => createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch, cache: false });
const b24 = create();
// How long the slowest of some calls takes, in milliseconds.
const slowest = async (client = b24) => {
  let most = 0;
  for (const id of [4, 5, 6]) {
    const began = performance.now();
    await client.getUsers([id]);
    most = Math.max(most, performance.now() - began);
  }
  return Math.round(most);
};
// What a request of IndexedDB comes to, and how long it takes.
const settled = (request) => new Promise((resolve) => {
  const began = performance.now();
  const told = [];
  const end = (how) => resolve({ told: [...told, how], ms: Math.round(performance.now() - began) });
  request.onblocked = () => told.push("blocked");
  request.onsuccess = () => (request.result?.close(), end("done"));
  request.onerror = () => end(String(request.error));
});
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));`;

const BODIES = {
  deleted: `await slowest();
    const names = (await indexedDB.databases()).map(({ name }) => name);
    const first = await settled(indexedDB.deleteDatabase("b24-users"));
    const after = await slowest();
    return { names, first, after, again: await settled(indexedDB.deleteDatabase("b24-users")) };`,
  upgraded: `await slowest();
    const upgrade = await settled(indexedDB.open("b24-users", 7));
    return { upgrade, after: await slowest(), again: await settled(indexedDB.open("b24-users", 8)) };`,
  blocked: `await slowest();
    const opening = indexedDB.open("b24-users");
    await new Promise((resolve) => (opening.onsuccess = resolve));
    // A transaction of somebody else that does not end.
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
  standIn: `class Factory { open() { const request = {}; setTimeout(() => request.onsuccess?.(), 0); return request; } }
    Object.defineProperty(globalThis, "indexedDB", { value: new Factory() });
    // Fake timers fire when a test says so.
    globalThis.setTimeout = () => 0;
    return { while: await slowest() };`,
};

let app, server, browser;
before(async () => {
  app = new App();
  const pages = { "/favicon.ico": { body: "" } };
  for (const [name, body] of Object.entries(BODIES)) {
    pages[`/${name}.html`] = {
      body: `<!doctype html><meta charset="utf-8"><body><script type="module">${reporting(IMPORTS, body)}</script>`,
    };
  }
  server = await serve(app.folder, pages);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
  app?.remove();
});

const run = async (name) => {
  const { outcome, complaints } = await outcomeOf(browser, `${server.origin}/${name}.html`);
  assert.deepEqual(complaints, []);
  return outcome;
};

test("an application that deletes all databases, as at a logout, is not blocked, and the next requests go on", async () => {
  const { names, first, after, again } = await run("deleted");
  assert.deepEqual([names, first.told, again.told], [["b24-users"], ["done"], ["done"]]);
  assert.ok(after < 1000, `${after} ms`);
});

test("a later version of the package can upgrade the database, and this one goes on with it", async () => {
  const { upgrade, after, again } = await run("upgraded");
  assert.deepEqual([upgrade.told, again.told], [["done"], ["done"]]);
  assert.ok(after < 1000, `${after} ms`);
});

for (const name of ["blocked", "upgrading"]) {
  test(`${name}: a store that somebody holds does not hold up requests`, async () => {
    const { while: most } = await run(name);
    // 100 ms are waited for once; the rest is what a slow machine takes.
    assert.ok(most < 800, `${most} ms`);
  });
}

test("a stand-in under fake timers hangs no call", async () => {
  assert.equal(typeof (await run("standIn")).while, "number");
});
