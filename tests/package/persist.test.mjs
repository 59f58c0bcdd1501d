// `b24-users/persist` in real browsers: users that an earlier visit has stored.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";
import { launch, launchFirefox } from "./support/browser.mjs";
import { serve } from "./support/serve.mjs";

const DIST = "/node_modules/b24-users/dist";
const DATABASE = "b24-users-persist";

const SCRIPT = `
import { createClient } from "${DIST}/index.js";
import { persistentCache } from "${DIST}/persist.js";
import { defineUserElement } from "${DIST}/element.js";
import { createFakePortal } from "${DIST}/testing/index.js";

window.requests = [];
window.states = [];
window.tokenRequests = 0;
document.addEventListener("b24-user-state", ({ target, detail: { status, user, isStale, error } }) =>
  states.push([Number(target.userId), status, user?.name ?? error?.code ?? null, isStale, requests.responses]));
requests.responses = 0;

const keys = {
  promise: Promise.resolve("p"),
  function: () => "f",
  "function of a promise": async () => "fp",
  get "rejected promise"() { return Promise.reject(new Error("no session")); },
  "throwing function": () => { throw new Error("no session"); },
  "pending promise": new Promise(() => {}),
};

const { setTimeout } = window;

/** Creates a client of a portal whose names begin with \`prefix\`. */
window.start = ({ key = 7, keyKind, persist, cache, prefix = "", isHeld, isImpatient, mode, portal = "https://portal-1.example", auth } = {}) => {
  const fake = createFakePortal({ people: 50, origin: portal });
  // A slow machine may need longer than the 100 ms that calls wait for storage.
  if (!isImpatient) window.setTimeout = (work, ms, ...rest) => setTimeout(work, ms === 100 ? 60_000 : ms, ...rest);
  // Responses are held back until the page is told to release them.
  if (isHeld) window.held = new Promise((resolve) => (window.release = resolve));
  const fetch = async (url, init) => {
    requests.push([...new URLSearchParams(init.body).get("ID").matchAll(/\\d+/g)].map(Number));
    await window.held;
    requests.responses += 1;
    if (mode === "offline") throw new TypeError("Failed to fetch");
    if (mode === "refused") return Response.json({ error: "ACCESS_DENIED" }, { status: 403 });
    const response = await (await fake.fetch(url, init)).json();
    for (const [id, user] of Object.entries(response.result)) {
      if (mode === "missing") response.result[id] = null;
      else if (user) user.name = prefix + "user " + user.id;
      if (mode === "issues" && user) user.work_position = { odd: 1 };
    }
    return Response.json(response);
  };
  const persistent = persistentCache({ key: keyKind ? keys[keyKind] : key, ...persist });
  const own = auth === "getToken"
    ? { auth: { getToken: async () => { tokenRequests += 1; return { accessToken: fake.accessToken, portal }; } } }
    : { portal, auth: fake.accessToken };
  window.client = createClient({ ...own, fetch, retries: 0, cache: { ...cache, persist: persistent } });
};
window.getNames = async (ids) => (await client.getUsers(ids)).users.map(({ name }) => name);
window.show = (ids) => {
  defineUserElement(client);
  document.body.innerHTML = ids.map((id) => \`<b24-user user-id="\${id}" loading="eager"></b24-user>\`).join("");
};
window.shown = () => [...document.querySelectorAll("b24-user")].map(({ state: { status, user, isStale, error } }) =>
  [status, user?.name ?? error?.code ?? null, isStale]);
window.isLoaded = true;
`;

// `cargo xtask test` has Chromium, and `cargo xtask matrix` Firefox.
const { B24_CHROMIUM, B24_FIREFOX } = process.env;
const BROWSERS = {
  ...(B24_CHROMIUM && { Chromium: launch }),
  ...(B24_FIREFOX && { Firefox: launchFirefox }),
};
assert.notDeepEqual(BROWSERS, {}, "neither B24_CHROMIUM nor B24_FIREFOX is set");

let app, server;
before(async () => {
  app = new App();
  const page = `<!doctype html><meta charset="utf-8"><title>persist</title><body><script type="module">${SCRIPT}</script>`;
  server = await serve(app.folder, {
    "/favicon.ico": { body: "" },
    "/page.html": { body: page },
  });
});
after(async () => {
  await server?.close();
  app?.remove();
});

/** A page of a browser context, which is the browser's storage. */
class Visit {
  static async begin(context, options) {
    const page = await context.newPage();
    const visit = new Visit(page);
    page.on(
      "console",
      // The pictures of invented people cannot be loaded.
      (message) =>
        message.type() === "error" &&
        !message.text().startsWith("Failed to load resource") &&
        visit.errors.push(message.text()),
    );
    page.on("pageerror", (error) => visit.errors.push(String(error)));
    await page.goto(`${server.origin}/page.html`);
    await page.waitForFunction(() => window.isLoaded);
    if (options) await page.evaluate((how) => window.start(how), options);
    return visit;
  }

  constructor(page) {
    this.page = page;
    this.errors = [];
  }

  getNames(ids) {
    return this.page.evaluate((wanted) => window.getNames(wanted), ids);
  }

  requests() {
    return this.page.evaluate(() => [...window.requests]);
  }

  /**
   * Shows elements, releases the response when so many show stored users, waits until each has been
   * fetched, and returns their states in succession.
   */
  async show(ids, stale) {
    await this.page.evaluate((wanted) => window.show(wanted), ids);
    if (stale) {
      await this.page.waitForFunction(
        (count) => window.shown().filter(([, , isStale]) => isStale).length === count,
        stale,
      );
      await this.page.evaluate(() => window.release());
    }
    await this.page.waitForFunction(() =>
      window
        .shown()
        .every(([status, , isStale]) => status === "error" || (status !== "loading" && !isStale)),
    );
    return this.page.evaluate(() => window.states);
  }

  /** The stored records: portal, key and id, and the user's name. */
  stored() {
    return this.page.evaluate(readDatabase, DATABASE);
  }

  /** Waits until there are so many records. */
  waitForStored(count) {
    return this.#waitFor((records) => records.length === count);
  }

  /** Waits until there is a record of a user of this name. */
  waitForStoredName(name) {
    return this.#waitFor((records) => records.some((record) => record.at(-1) === name));
  }

  /** Waits until there is a record of this user. */
  waitForStoredId(id) {
    return this.#waitFor((records) => records.some((record) => record[2] === id));
  }

  // `waitForFunction` does not await what a function promises.
  async #waitFor(isDone) {
    for (let attempt = 0; attempt < 500; attempt += 1) {
      if (isDone(await this.stored())) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.fail(`stored: ${JSON.stringify(await this.stored())}`);
  }

  /** Ends the visit. */
  async end() {
    assert.deepEqual(this.errors, []);
    await this.page.close();
  }
}

/** Runs in the page. */
async function readDatabase(name) {
  const databases = (await indexedDB.databases()).map((database) => database.name);
  if (!databases.includes(name)) return [];
  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await settled(indexedDB.open(name));
  try {
    if (!database.objectStoreNames.contains("users")) return [];
    const store = database.transaction("users").objectStore("users");
    const [found, records] = await Promise.all([
      settled(store.getAllKeys()),
      settled(store.getAll()),
    ]);
    return found.map((key, index) => [...key, records[index]?.user?.name]);
  } finally {
    database.close();
  }
}

for (const [name, start] of Object.entries(BROWSERS)) {
  let browser;
  before(async () => {
    browser = await start();
  });
  after(() => browser?.close());

  /** A test in a context of its own. */
  const browserTest = (title, work) =>
    test(`${name}: ${title}`, async () => {
      const context = await browser.newContext();
      try {
        await work(context);
      } finally {
        await context.close();
      }
    });

  /** A first visit, which stores users. */
  const visitFirst = async (context, ids = [1, 2, 3], options = {}) => {
    const visit = await Visit.begin(context, options);
    await visit.getNames(ids);
    await visit.waitForStored(ids.length);
    await visit.end();
  };

  browserTest("a second visit needs no request for young users", async (context) => {
    await visitFirst(context);
    const second = await Visit.begin(context, { prefix: "new " });
    assert.deepEqual(await second.getNames([3, 1]), ["user 3", "user 1"]);
    assert.deepEqual(await second.requests(), []);
    assert.deepEqual(await second.getNames([1, 4]), ["user 1", "new user 4"]);
    assert.deepEqual(await second.requests(), [[4]]);
    const result = await second.page.evaluate(async () => {
      const chunks = [];
      for await (const { users } of window.client.streamUsers([2])) chunks.push(...users);
      const loaded = await window.client.loadUser(3);
      const fresh = await window.client.loadUser(3, { fresh: true });
      return [...chunks, loaded, fresh].map((user) => user.name);
    });
    assert.deepEqual(result, ["user 2", "user 3", "new user 3"]);
    await second.end();
  });

  browserTest("users older than the call's or the cache's age are fetched", async (context) => {
    await visitFirst(context);
    const second = await Visit.begin(context, { prefix: "new ", cache: { ttlMs: 1 } });
    assert.deepEqual(await second.getNames([1]), ["new user 1"]);
    await second.end();
    const third = await Visit.begin(context, { prefix: "newer " });
    const names = await third.page.evaluate(async () => {
      const { users } = await window.client.getUsers([1, 2], { maxAgeMs: 1 });
      return users.map((user) => user.name);
    });
    assert.deepEqual(names, ["newer user 1", "newer user 2"]);
    await third.end();
  });

  browserTest(
    "elements show stored users before the response, and one request refreshes them",
    async (context) => {
      await visitFirst(context, [1, 2, 3]);
      const second = await Visit.begin(context, { prefix: "new ", isHeld: true });
      const states = await second.show([1, 2, 3, 4], 3);
      assert.deepEqual(await second.requests(), [[1, 2, 3, 4]]);
      const of = (id) => states.filter(([target]) => target === id).map(([, ...state]) => state);
      for (const id of [1, 2, 3]) {
        assert.deepEqual(of(id), [
          ["loading", null, false, 0],
          ["ready", `user ${id}`, true, 0],
          ["ready", `new user ${id}`, false, 1],
        ]);
      }
      assert.deepEqual(of(4), [
        ["loading", null, false, 0],
        ["ready", "new user 4", false, 1],
      ]);
      await second.waitForStored(4);
      await second.end();
      // Of any age, whatever the cache's.
      const third = await Visit.begin(context, { cache: { ttlMs: 1 }, isHeld: true });
      const [, stale] = await third.show([1], 1);
      assert.deepEqual(stale, [1, "ready", "new user 1", true, 0]);
      await third.end();
    },
  );

  browserTest(
    "missing and refused users disappear with the response, and are no longer stored",
    async (context) => {
      for (const [mode, last] of [
        ["missing", ["missing", null, false, 1]],
        ["refused", ["error", "ACCESS_DENIED", false, 1]],
      ]) {
        await visitFirst(context, [1]);
        const second = await Visit.begin(context, { mode, isHeld: true });
        const states = (await second.show([1], 1)).map(([, ...state]) => state);
        assert.deepEqual(states.slice(1), [["ready", "user 1", true, 0], last]);
        await second.waitForStored(0);
        await second.end();
      }
    },
  );

  browserTest("a stored user remains shown while the portal cannot be reached", async (context) => {
    await visitFirst(context, [1]);
    const second = await Visit.begin(context, { mode: "offline" });
    await second.show([1, 2]);
    assert.deepEqual(await second.page.evaluate(() => window.shown()), [
      ["error", "user 1", true],
      ["error", "NETWORK_ERROR", false],
    ]);
    assert.equal((await second.stored()).length, 1);
    await second.end();
  });

  browserTest("two tabs read and store side by side", async (context) => {
    const first = await Visit.begin(context, {});
    await first.getNames([1, 2]);
    await first.waitForStored(2);
    const second = await Visit.begin(context, { prefix: "new " });
    assert.deepEqual(await second.getNames([1, 2, 3]), ["user 1", "user 2", "new user 3"]);
    await second.waitForStored(3);
    await first.getNames([4]);
    await first.waitForStored(4);
    const third = await Visit.begin(context, {});
    assert.deepEqual(await third.getNames([3, 4]), ["new user 3", "user 4"]);
    assert.deepEqual(await third.requests(), []);
    for (const visit of [first, second, third]) await visit.end();
  });

  browserTest(
    "a logout deletes the stored users, also before anything was read",
    async (context) => {
      await visitFirst(context, [1, 2, 3]);
      const second = await Visit.begin(context, { prefix: "new " });
      await second.page.evaluate(() => window.client.invalidate([2]));
      await second.waitForStored(2);
      assert.deepEqual(await second.getNames([2]), ["new user 2"]);
      await second.waitForStored(3);
      await second.page.evaluate(() => window.client.invalidate());
      await second.waitForStored(0);
      await second.end();
      await visitFirst(context, [1, 2]);
      const third = await Visit.begin(context, {});
      // In the same task as the end of the page.
      await third.page.evaluate(async () => {
        await window.getNames([1]);
        window.client.invalidate();
        location.reload();
      });
      await third.page.waitForFunction(() => window.isLoaded && !window.client);
      assert.deepEqual(await third.stored(), []);
      await third.end();
    },
  );

  browserTest("another key sees nothing, and deletes what earlier keys stored", async (context) => {
    await visitFirst(context, [1, 2]);
    // Another portal's users are not concerned.
    const other = await Visit.begin(context, { key: 9, portal: "https://portal-2.example" });
    await other.getNames([1]);
    await other.waitForStored(3);
    await other.end();
    const second = await Visit.begin(context, { key: "7", prefix: "new " });
    const states = await second.show([1]);
    assert.ok(states.every(([, , , isStale]) => !isStale));
    await second.waitForStored(2);
    assert.deepEqual(await second.stored(), [
      ["https://portal-1.example", "7", 1, "new user 1"],
      ["https://portal-2.example", 9, 1, "user 1"],
    ]);
    await second.end();
    const third = await Visit.begin(context, { key: 8, persist: { keepOtherKeys: true } });
    await third.getNames([5]);
    await third.waitForStored(3);
    await third.end();
    const nobody = await Visit.begin(context, { key: null });
    assert.deepEqual(await nobody.getNames([1]), ["user 1"]);
    await nobody.waitForStored(1);
    await nobody.end();
  });

  browserTest("without a key nothing is stored, and no database is created", async (context) => {
    for (const how of [
      { key: null },
      { keyKind: "rejected promise" },
      { keyKind: "throwing function" },
      { keyKind: "pending promise", isImpatient: true },
    ]) {
      const visit = await Visit.begin(context, how);
      assert.deepEqual(await visit.getNames([1]), ["user 1"]);
      // Writes are lazy.
      await visit.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
      assert.deepEqual(await visit.stored(), []);
      const names = await visit.page.evaluate(async () => indexedDB.databases());
      assert.ok(names.every((database) => database.name !== DATABASE));
      await visit.end();
    }
  });

  for (const [keyKind, key] of [
    ["promise", "p"],
    ["function", "f"],
    ["function of a promise", "fp"],
  ]) {
    browserTest(`a key may come from a ${keyKind}`, async (context) => {
      const visit = await Visit.begin(context, { keyKind });
      await visit.getNames([1]);
      await visit.waitForStored(1);
      assert.deepEqual(await visit.stored(), [["https://portal-1.example", key, 1, "user 1"]]);
      await visit.end();
    });
  }

  browserTest("the portal may come with the token, which is requested once", async (context) => {
    for (const prefix of ["", "new "]) {
      const visit = await Visit.begin(context, { auth: "getToken", prefix });
      assert.deepEqual(await visit.getNames([1]), ["user 1"]);
      await visit.waitForStored(1);
      assert.equal(await visit.page.evaluate(() => window.tokenRequests), 1);
      await visit.end();
    }
  });

  browserTest("corrupted records are ignored and replaced", async (context) => {
    const ids = Array.from({ length: 45 }, (_, index) => index + 1);
    await visitFirst(context, ids);
    const corrupt = await Visit.begin(context);
    const intact = await corrupt.page.evaluate(async (database) => {
      const settled = (request) =>
        new Promise((resolve) => {
          request.onsuccess = () => resolve(request.result);
        });
      const opened = await settled(indexedDB.open(database));
      const store = opened.transaction("users", "readwrite").objectStore("users");
      const [records, keys] = await Promise.all([
        settled(store.getAll()),
        settled(store.getAllKeys()),
      ]);
      const corruptions = [
        () => "nonsense",
        () => null,
        ({ user, ...rest }) => rest,
        (record) => ({ ...record, at: "yesterday" }),
        (record) => ({ ...record, at: Date.now() + 1e9 }),
        (record) => ({ ...record, hasIssues: undefined }),
        (record) => ({ ...record, user: { ...record.user, id: -1 } }),
        (record) => ({ ...record, user: { ...record.user, name: undefined } }),
        // No field has a value of this type.
        ...Object.keys(records[0].user).map((field) => (record) => ({
          ...record,
          user: { ...record.user, [field]: [null] },
        })),
      ];
      for (const [index, corruption] of corruptions.entries()) {
        store.put(corruption(records[index]), keys[index]);
      }
      await settled(store.count());
      opened.close();
      return records.slice(corruptions.length).map(({ user }) => user.id);
    }, DATABASE);
    await corrupt.end();
    assert.ok(intact.length > 0);
    const second = await Visit.begin(context, { prefix: "new " });
    const names = ids.map((id) => (intact.includes(id) ? `user ${id}` : `new user ${id}`));
    assert.deepEqual(await second.getNames(ids), names);
    await second.waitForStoredName("new user 1");
    assert.deepEqual(
      (await second.stored()).map((record) => record.at(-1)),
      names,
    );
    await second.end();
  });

  browserTest("a database of another format is discarded", async (context) => {
    const other = await Visit.begin(context);
    await other.page.evaluate(
      (database) =>
        new Promise((resolve) => {
          const request = indexedDB.open(database, 99);
          request.onupgradeneeded = () => request.result.createObjectStore("people");
          request.onsuccess = () => resolve(request.result.close());
        }),
      DATABASE,
    );
    await other.end();
    await visitFirst(context, [1]);
    const second = await Visit.begin(context, {});
    assert.deepEqual(await second.getNames([1]), ["user 1"]);
    assert.deepEqual(await second.requests(), []);
    await second.end();
  });

  browserTest(
    "a deletion of the database is not blocked, and nothing is stored after it",
    async (context) => {
      const visit = await Visit.begin(context, {});
      await visit.getNames([1]);
      await visit.waitForStored(1);
      const outcome = await visit.page.evaluate(
        (database) =>
          new Promise((resolve) => {
            const request = indexedDB.deleteDatabase(database);
            request.onblocked = () => resolve("blocked");
            request.onsuccess = () => resolve("deleted");
          }),
        DATABASE,
      );
      assert.equal(outcome, "deleted");
      assert.deepEqual(await visit.getNames([1, 2]), ["user 1", "user 2"]);
      await visit.page.evaluate(() => window.client.invalidate());
      await visit.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
      assert.deepEqual(await visit.stored(), []);
      await visit.end();
    },
  );

  browserTest("a database that somebody holds does not hold up calls", async (context) => {
    const visit = await Visit.begin(context, { isImpatient: true });
    await visit.page.evaluate(async (database) => {
      const opening = indexedDB.open(database);
      await new Promise((resolve) => {
        opening.onsuccess = resolve;
      });
      // Never closed: the deletion, and whoever comes after it, waits.
      Object.assign(window, { held: opening.result });
      indexedDB.deleteDatabase(database);
    }, DATABASE);
    assert.deepEqual(await visit.getNames([1]), ["user 1"]);
    await visit.show([1, 2]);
    await visit.page.evaluate(() => {
      window.client.invalidate();
      window.client.close();
    });
    await visit.end();
  });

  browserTest("denied storage changes nothing", async (context) => {
    for (const deny of [
      () => Object.defineProperty(globalThis, "indexedDB", { value: undefined }),
      () =>
        Object.defineProperty(globalThis, "indexedDB", {
          get() {
            throw new DOMException("denied", "SecurityError");
          },
        }),
      () => {
        IDBFactory.prototype.open = () => {
          throw new DOMException("denied", "SecurityError");
        };
      },
    ]) {
      const visit = await Visit.begin(context);
      await visit.page.evaluate(deny);
      await visit.page.evaluate(() => start());
      assert.deepEqual(await visit.getNames([1]), ["user 1"]);
      await visit.show([2]);
      await visit.page.evaluate(() => window.client.invalidate());
      await visit.end();
    }
  });

  browserTest(
    "at most `max` users are stored, the newest, and none older than `maxAgeMs`",
    async (context) => {
      await visitFirst(context, [1, 2]);
      const second = await Visit.begin(context, { persist: { max: 3 } });
      await second.getNames([3, 4]);
      await second.waitForStored(3);
      const ids = (await second.stored()).map((record) => record[2]);
      assert.deepEqual(ids.slice(1), [3, 4]);
      await second.end();
      const third = await Visit.begin(context, { prefix: "new ", persist: { maxAgeMs: 1 } });
      assert.deepEqual(await third.getNames([3]), ["new user 3"]);
      await third.end();
    },
  );

  browserTest("users with issues are shown, and fetched with their issues", async (context) => {
    await visitFirst(context, [1], { mode: "issues" });
    const second = await Visit.begin(context, { mode: "issues" });
    const issues = await second.page.evaluate(
      async () => (await window.client.getUsers([1])).issues,
    );
    assert.equal(issues.length, 1);
    await second.end();
    const third = await Visit.begin(context, { mode: "issues", isHeld: true });
    const [, stale] = await third.show([1], 1);
    assert.deepEqual(stale, [1, "ready", "user 1", true, 0]);
    await third.end();
  });

  browserTest("a closed client has stored its users", async (context) => {
    const visit = await Visit.begin(context, {});
    await visit.page.evaluate(async () => {
      await window.getNames([1]);
      window.client.close();
    });
    await visit.waitForStored(1);
    await visit.end();
  });

  browserTest("a closed client still deletes its stored users", async (context) => {
    const visit = await Visit.begin(context, {});
    await visit.page.evaluate(async () => {
      await window.getNames([1, 2]);
      window.client.close();
    });
    await visit.waitForStored(2);
    await visit.page.evaluate(() => window.client.invalidate());
    await visit.waitForStored(0);
    await visit.end();
  });
}

/** Gives `work` a context of a browser of its own. */
async function withBrowser(launching, work) {
  const browser = await launching;
  try {
    await work(await browser.newContext());
  } finally {
    await browser.close();
  }
}

/** Uses a client while the disk is full, and when it no longer is. `stored` are ids from before. */
async function useFullDisk(visit, stored, free) {
  const ids = Array.from({ length: 50 }, (_, index) => index + 1);
  const names = ids.map((id) => `user ${id}`);
  assert.deepEqual(await visit.getNames(ids), names);
  // Writes are lazy.
  await visit.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  assert.deepEqual(await visit.getNames(ids), names);
  assert.deepEqual(
    (await visit.stored()).map((record) => record[2]),
    stored,
  );
  // A logout needs no space.
  await visit.page.evaluate(() => window.client.invalidate());
  await visit.waitForStored(0);
  await free();
  // The client has not given up.
  await visit.getNames([4]);
  await visit.waitForStoredId(4);
  await visit.end();
}

if (B24_CHROMIUM) {
  test("Chromium: a full disk changes nothing", () =>
    withBrowser(launch(), async (context) => {
      const visit = await Visit.begin(context, {});
      const session = await context.newCDPSession(visit.page);
      const { origin } = server;
      await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
      await useFullDisk(visit, [], () =>
        session.send("Storage.overrideQuotaForOrigin", { origin }),
      );
    }));
}

if (B24_FIREFOX) {
  test("Firefox: a full disk changes nothing", () => {
    // In kilobytes: 10 MB, the least quota of an origin.
    const preferences = { "dom.quotaManager.temporaryStorage.fixedLimit": 10_240 };
    return withBrowser(launchFirefox(preferences), async (context) => {
      const fill = async ({ page }) => {
        const written = await page.evaluate(fillStorage);
        assert.ok(written > 1_000_000, `${written} bytes`);
      };
      const free = ({ page }) => page.evaluate(freeStorage);
      // The database cannot be created.
      const first = await Visit.begin(context, {});
      await fill(first);
      assert.deepEqual(await first.getNames([1]), ["user 1"]);
      await first.page.evaluate(() => window.client.invalidate());
      await free(first);
      await first.end();
      const second = await Visit.begin(context, {});
      await second.getNames([1]);
      await second.waitForStored(1);
      await fill(second);
      await useFullDisk(second, [1], () => free(second));
    });
  });

  test("Firefox: a private window works as any other", () =>
    withBrowser(launchFirefox({ "browser.privatebrowsing.autostart": true }), async (context) => {
      for (const prefix of ["", "new "]) {
        const visit = await Visit.begin(context, { prefix });
        assert.deepEqual(await visit.getNames([1]), ["user 1"]);
        await visit.waitForStored(1);
        await visit.end();
      }
    }));

  test("Firefox: storage that the browser's settings deny changes nothing", () =>
    withBrowser(launchFirefox({ "network.cookie.cookieBehavior": 2 }), async (context) => {
      for (const prefix of ["", "new "]) {
        const visit = await Visit.begin(context, { prefix });
        const isDenied = await visit.page.evaluate(() => {
          try {
            return indexedDB.open("any") === undefined;
          } catch {
            return true;
          }
        });
        assert.ok(isDenied);
        assert.deepEqual(await visit.getNames([1]), [`${prefix}user 1`]);
        await visit.show([2]);
        await visit.page.evaluate(() => window.client.invalidate());
        await visit.end();
      }
    }));
}

/** Runs in the page: writes until the storage is full. Returns how many bytes were written. */
async function fillStorage() {
  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const opening = indexedDB.open("filler");
  opening.onupgradeneeded = () => opening.result.createObjectStore("data", { autoIncrement: true });
  const database = await settled(opening);
  let written = 0;
  for (let size = 2 ** 20; size >= 1024; ) {
    const block = new Uint8Array(size);
    // At most so many bytes at a time. Random ones cannot be compressed.
    for (let at = 0; at < size; at += 65_536)
      crypto.getRandomValues(block.subarray(at, at + 65_536));
    const transaction = database.transaction("data", "readwrite");
    const isComplete = await new Promise((resolve) => {
      transaction.oncomplete = () => resolve(true);
      transaction.onabort = () => resolve(false);
      try {
        transaction.objectStore("data").put(block);
        written += size;
      } catch {
        // Firefox: the next transaction after a failed one may only delete.
      }
    });
    if (!isComplete) {
      written -= size;
      size /= 2;
    }
  }
  database.close();
  return written;
}

/** Runs in the page: deletes what `fillStorage` has written. */
function freeStorage() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase("filler");
    request.onsuccess = () => resolve(null);
    request.onerror = () => reject(request.error);
  });
}

test("options of wrong types throw at once", async () => {
  const { persistentCache } = await app.import("b24-users/persist");
  const { createClient } = await app.import("b24-users");
  const codeOf = (work) => {
    try {
      work();
    } catch (error) {
      return error.code;
    }
    return undefined;
  };
  for (const options of [
    undefined,
    {},
    { key: undefined },
    { key: "" },
    { key: Number.NaN },
    { key: true },
    { key: 1, max: 0 },
    { key: 1, maxAgeMs: -1 },
    { key: 1, keepOtherKeys: "yes" },
  ]) {
    assert.equal(
      codeOf(() => persistentCache(options)),
      "INVALID_OPTIONS",
      JSON.stringify(options),
    );
  }
  for (const key of [1, "a", null, () => 1, Promise.resolve(null)]) {
    assert.equal(
      codeOf(() => persistentCache({ key })),
      undefined,
    );
  }
  const create = (persist) =>
    createClient({ portal: "example.bitrix24.com", auth: "token", cache: { persist } });
  for (const persist of [true, {}, null, "users"]) {
    assert.equal(
      codeOf(() => create(persist)),
      "INVALID_OPTIONS",
    );
  }
});

test("without IndexedDB, as in Node, a client works as without it", async () => {
  const { persistentCache } = await app.import("b24-users/persist");
  const { createClient } = await app.import("b24-users");
  const { createFakePortal } = await app.import("b24-users/testing");
  const fake = createFakePortal({ people: 10 });
  const client = createClient({
    portal: fake.origin,
    auth: fake.accessToken,
    fetch: fake.fetch,
    cache: { persist: persistentCache({ key: 1 }) },
  });
  assert.equal((await client.getUsers([1, 2])).users.length, 2);
  client.invalidate();
  client.close();
});
