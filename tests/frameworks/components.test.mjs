// Components of Vue 3, React 18 and React 19 (in strict mode) in headless Chromium, with the fake
// portal.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { App } from "../package/support/app.mjs";
import { launch } from "../package/support/browser.mjs";
import { recordRequests, configurePortal, portal } from "../package/support/portal.mjs";
import { serve } from "../package/support/serve.mjs";
import { FRAMEWORKS, bundle } from "./support/bundle.mjs";
import { ComponentPage } from "./support/component-page.mjs";

let app, browser;
before(async () => {
  app = new App();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  app?.remove();
});

/** `[key, id]` of up to `count` users of the fake portal, without its missing ids. */
const keysAndIds = (count, from = 200) =>
  Array.from(
    { length: count },
    (_, at) => /** @type {[string, number]} */ ([`p${at}`, from + at]),
  ).filter(([, id]) => id % 100 !== 99);

for (const [name, framework] of Object.entries(FRAMEWORKS)) {
  describe(name, () => {
    let server;
    before(async () => {
      const script = await bundle(framework.page, {
        folder: framework.folder,
        packages: app.folder,
      });
      const page =
        '<!doctype html><meta charset="utf-8"><title>people</title><div id="app"></div><script type="module" src="page.js"></script>';
      server = await serve(app.folder, {
        "/favicon.ico": { body: "" },
        "/": { body: page },
        "/page.js": { body: script },
      });
    });
    after(() => server?.close());

    /** A test in a new page. It fails if the page reports errors or warnings. */
    const pageTest = (title, run) =>
      test(title, async () => {
        const componentPage = await ComponentPage.open(browser, server.origin);
        try {
          await run(componentPage);
          assert.deepEqual(componentPage.pageErrors, []);
        } finally {
          await componentPage.close();
        }
      });

    pageTest("a hundred components share one request", async (componentPage) => {
      const people = keysAndIds(101);
      const { log } = await recordRequests(async () => {
        await componentPage.start({ people });
        await componentPage.waitForAll("ready");
      });
      assert.equal(people.length, 100);
      assert.equal(log.length, 1);
      assert.deepEqual(
        (await componentPage.people()).map(([key, id]) => [key, Number(id)]),
        people,
      );
    });

    pageTest("a second visit shows stored users before the response", async (componentPage) => {
      const people = [4, 5, 10].map((id) => [`p${id}`, id]);
      const isStored = () =>
        new Promise((resolve) => {
          const opening = indexedDB.open("b24-users-persist");
          opening.onsuccess = () => {
            const database = opening.result;
            const count = database.transaction("users").objectStore("users").count();
            count.onsuccess = () => {
              database.close();
              resolve(count.result === 3);
            };
          };
        });
      await componentPage.start({ people }, { persistKey: 1 });
      await componentPage.waitForAll("ready");
      while (!(await componentPage.page.evaluate(isStored))) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const suspenses = name.startsWith("React") ? [false, true] : [false];
      for (const suspense of suspenses) {
        await componentPage.page.reload();
        const delay = [{ kind: "delay", ms: 1000 }];
        const { log } = await configurePortal("faults", delay, () =>
          recordRequests(async () => {
            await componentPage.start({ people, suspense }, { persistKey: 1 });
            await componentPage.waitForAll("ready");
            const { stale, responses } = await componentPage.page.evaluate(
              (origin) => ({
                stale: document.querySelectorAll(".person[data-stale=true]").length,
                responses: performance
                  .getEntriesByType("resource")
                  .filter((entry) => entry.name.startsWith(origin)).length,
              }),
              portal.origin,
            );
            assert.deepEqual([stale, responses], [3, 0]);
            await componentPage.page.waitForFunction(
              () => document.querySelectorAll(".person[data-stale=false]").length === 3,
            );
          }),
        );
        assert.equal(log.length, 1);
      }
    });

    pageTest(
      "initial users of a later navigation are shown without a request",
      async (componentPage) => {
        const user = (id) => ({ id, name: `user ${id}` });
        const initial = (...ids) => ({ users: ids.map(user), missing: [999] });
        const { log } = await recordRequests(async () => {
          await componentPage.start({ people: [["a", 4]] }, { initial: initial(4) });
          await componentPage.waitForAll("ready");
          await componentPage.page.evaluate(
            ([shown, initial]) => window.navigate(shown, initial),
            [
              {
                people: [
                  ["a", 5],
                  ["b", 4],
                ],
                list: [5, 25],
              },
              initial(5, 25),
            ],
          );
          await componentPage.waitForAll("ready");
        });
        assert.deepEqual(await componentPage.people(), [
          ["a", "5", "ready", "user 5"],
          ["b", "4", "ready", "user 4"],
        ]);
        assert.deepEqual([await componentPage.list(), log.length], [[[5, 25], [], []], 0]);
      },
    );

    pageTest("0 and empty strings are no ids", async (componentPage) => {
      const { log } = await recordRequests(async () => {
        await componentPage.start({
          people: [
            ["a", 0],
            ["b", "0"],
            ["c", ""],
            ["d", null],
          ],
        });
        await componentPage.waitForAll("idle");
        await componentPage.show({ people: [["a", 0]], list: [0, "0", ""] });
        await componentPage.page.waitForFunction(
          () => document.getElementById("list")?.dataset.status === "ready",
        );
      });
      assert.deepEqual([await componentPage.list(), log.length], [[[], [], []], 0]);
      await componentPage.show({ people: [["a", 0]], list: [0, 4, "", "5"] });
      await componentPage.page.waitForFunction(() =>
        document.querySelector("#list").textContent.includes("4,5"),
      );
      assert.deepEqual((await componentPage.people())[0], ["a", "0", "idle", "…"]);
    });

    pageTest("no user is shown for another id while ids change", async (componentPage) => {
      await componentPage.start({ people: [["a", 4]] });
      await componentPage.waitForAll("ready");
      await componentPage.recordMismatches();
      // The response for the intermediate id arrives last.
      await configurePortal("faults", [{ kind: "delay", ms: 400, ids: [20] }], async () => {
        await componentPage.show({ people: [["a", 20]] });
        await componentPage.waitForAll("loading");
        await new Promise((resolve) => setTimeout(resolve, 50));
        await componentPage.show({ people: [["a", 5]] });
        await componentPage.waitForAll("ready");
        assert.deepEqual(await componentPage.people(), [["a", "5", "ready", "John Johnson"]]);
        await new Promise((resolve) => setTimeout(resolve, 600));
      });
      assert.deepEqual(await componentPage.people(), [["a", "5", "ready", "John Johnson"]]);
      await componentPage.show({ people: [["a", 4]] });
      await componentPage.waitForAll("ready");
      assert.deepEqual(await componentPage.people(), [["a", "4", "ready", "Emily Smith"]]);
      assert.deepEqual(await componentPage.mismatches(), []);
    });

    pageTest(
      "a user that is shown again is ready at once, without a request",
      async (componentPage) => {
        const people = keysAndIds(20);
        await componentPage.start({ people });
        await componentPage.waitForAll("ready");
        const { log, outcome } = await recordRequests(async () => {
          await componentPage.show({ people: [] });
          await new Promise((resolve) => setTimeout(resolve, 50));
          await componentPage.recordStatuses();
          await componentPage.show({ people });
          await componentPage.waitForAll("ready");
          return componentPage.statuses();
        });
        assert.deepEqual([log, outcome], [[], ["ready"]]);
      },
    );

    pageTest("no request is sent after unmounting", async (componentPage) => {
      const { log, outcome } = await recordRequests(() =>
        componentPage.startAndEnd({ people: keysAndIds(50) }, { coalesceMs: 1500 }),
      );
      assert.equal(outcome, "Emily Smith");
      assert.deepEqual(
        log.map(({ ids }) => ids),
        [1],
      );
    });

    pageTest(
      "unmounting the last component aborts the request, unmounting others does not",
      async (componentPage) => {
        const aborted = [];
        componentPage.page.on("requestfailed", (request) =>
          aborted.push(request.failure().errorText),
        );
        const sent = () => componentPage.page.waitForRequest(/im\.user\.list\.get/);
        await configurePortal("faults", [{ kind: "delay", ms: 1500 }], async () => {
          const { log } = await recordRequests(async () => {
            const first = sent();
            await componentPage.start({
              people: [
                ["a", 4],
                ["b", 4],
              ],
            });
            await first;
            await componentPage.show({ people: [["b", 4]] });
            await componentPage.waitForAll("ready");
          });
          assert.deepEqual(
            log.map(({ method, status }) => [method, status]),
            [["im.user.list.get", 200]],
          );
          assert.deepEqual(aborted, []);
        });
        await configurePortal("faults", [{ kind: "hang" }], async () => {
          const second = sent();
          await componentPage.show({ people: [["c", 5]] });
          await second;
          const failed = componentPage.page.waitForEvent("requestfailed");
          await componentPage.end();
          await failed;
        });
        assert.deepEqual(aborted, ["net::ERR_ABORTED"]);
      },
    );

    pageTest(
      "missing users, invalid ids and empty ids have their own states",
      async (componentPage) => {
        const { log } = await recordRequests(async () => {
          await componentPage.start({
            people: [
              ["a", 999],
              ["b", "4abc"],
              ["c", null],
              ["d", [4]],
              ["e", "5"],
            ],
          });
          await componentPage.page.waitForSelector("[data-key=e][data-status=ready]");
          await componentPage.page.waitForSelector("[data-key=a][data-status=missing]");
        });
        assert.deepEqual(await componentPage.people(), [
          ["a", "999", "missing", "…"],
          ["b", "4abc", "error", "INVALID_ID"],
          ["c", "null", "idle", "…"],
          ["d", "4", "error", "INVALID_ID"],
          ["e", "5", "ready", "John Johnson"],
        ]);
        assert.deepEqual(
          log.map(({ ids }) => ids),
          [2],
        );
      },
    );

    pageTest(
      "errors have their own state, and a refresh updates all components of the user",
      async (componentPage) => {
        await configurePortal(
          "faults",
          [{ kind: "error", code: "ACCESS_DENIED", times: 1 }],
          async () => {
            await componentPage.start({
              people: [
                ["a", 4],
                ["b", 4],
              ],
            });
            await componentPage.waitForAll("error");
            assert.deepEqual(
              (await componentPage.people()).map(([, , , text]) => text),
              ["ACCESS_DENIED", "ACCESS_DENIED"],
            );
            await componentPage.page.click("[data-key=a] button");
            await componentPage.waitForAll("ready");
            const { log } = await recordRequests(async () => {
              const response = componentPage.page.waitForResponse(/im\.user\.list\.get/);
              await componentPage.page.click("[data-key=b] button");
              await response;
            });
            assert.equal(log.length, 1);
            // The current user stays while it is refreshed.
            assert.deepEqual(await componentPage.people(), [
              ["a", "4", "ready", "Emily Smith"],
              ["b", "4", "ready", "Emily Smith"],
            ]);
          },
        );
      },
    );

    pageTest(
      "a list keeps its order, without duplicates and without losing ids",
      async (componentPage) => {
        const { log } = await recordRequests(async () => {
          await componentPage.start({ list: [5, 999, "4", null, 5, "4abc"] });
          await componentPage.page.waitForSelector("#list[data-status=error]");
        });
        assert.deepEqual(await componentPage.list(), [[5, 4], [999], ["INVALID_ID"]]);
        assert.equal(log.length, 1);
        await componentPage.show({ list: [4, 5] });
        await componentPage.waitForAll("ready");
        assert.deepEqual(await componentPage.list(), [[4, 5], [], []]);
        await componentPage.show({ list: [] });
        assert.deepEqual(await componentPage.list(), [[], [], []]);
      },
    );

    pageTest(
      "a list of a thousand users and its extension take one request each",
      async (componentPage) => {
        const ids = keysAndIds(1000, 1001).map(([, id]) => id);
        const { log } = await recordRequests(async () => {
          await componentPage.start({ list: ids });
          await componentPage.waitForAll("ready");
          await componentPage.show({ list: [...ids, 4, 5] });
          await componentPage.page.waitForFunction(
            (count) => JSON.parse(document.getElementById("list").textContent)[0].length === count,
            ids.length + 2,
          );
        });
        assert.equal(log.length, 2);
      },
    );

    if (name.startsWith("Vue")) return;

    pageTest(
      "suspense: a list waits for all users, and shows the latest ids",
      async (componentPage) => {
        const ids = keysAndIds(100).map(([, id]) => id);
        const { log } = await recordRequests(async () => {
          await configurePortal("faults", [{ kind: "delay", ms: 400 }], async () => {
            await componentPage.start({ list: ids, suspense: true });
            await componentPage.page.waitForSelector("#fallback");
            await componentPage.page.waitForSelector("#list");
          });
        });
        assert.equal(log.length, 1);
        assert.deepEqual(await componentPage.list(), [ids, [], []]);
        await componentPage.show({ list: [4, 999, "4abc"], suspense: true });
        await componentPage.page.waitForSelector("#list[data-status=error]");
        assert.deepEqual(await componentPage.list(), [[4], [999], ["INVALID_ID"]]);
      },
    );

    pageTest("suspense: single users", async (componentPage) => {
      const { log } = await recordRequests(async () => {
        await componentPage.start({ people: keysAndIds(40), suspense: true });
        await componentPage.waitForAll("ready");
      });
      // React renders the siblings of a suspended component in time slices. Each slice can cause a
      // request, so their number depends on the speed of the machine.
      const requestedIds = log.reduce((sum, { ids }) => sum + ids, 0);
      assert.equal(requestedIds, 40, "no user is requested twice");
      assert.equal((await componentPage.people()).length, 40);
    });

    pageTest("suspense: a boundary above the provider", async (componentPage) => {
      const { log } = await recordRequests(async () => {
        await componentPage.start({ list: [4, 5, 999], suspense: true, hasOuterBoundary: true });
        await componentPage.waitForAll("ready");
      });
      assert.equal(log.length, 1);
      assert.deepEqual(await componentPage.list(), [[4, 5], [999], []]);
    });

    pageTest("suspense: a client without a cache sends one request", async (componentPage) => {
      const { log } = await recordRequests(async () => {
        await componentPage.start({ list: [4, 5], suspense: true }, { options: { cache: false } });
        await componentPage.waitForAll("ready");
        await componentPage.show({ list: [4, 5], people: [["a", 4]], suspense: true });
        await componentPage.page.waitForSelector(".person[data-status=ready]");
      });
      assert.equal(log.length, 1);
    });
  });
}
