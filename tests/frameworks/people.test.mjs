// People in real Vue 3, React 18 and React 19, in headless Chromium, beside the fake portal.
// React's strict mode is on.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { App } from "../package/support/app.mjs";
import { launch } from "../package/support/browser.mjs";
import { logged, ordered } from "../package/support/portal.mjs";
import { serve } from "../package/support/serve.mjs";
import { FRAMEWORKS, bundle } from "./support/bundle.mjs";
import { Stage } from "./support/stage.mjs";

let app, browser;
before(async () => {
  app = new App();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  app?.remove();
});

/** So many people of whom the fake portal knows all, each in a place of its own. */
const crowd = (count, from = 200) =>
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

    /** A test in a page of its own, of which nobody may have anything to complain in the end. */
    const scene = (title, play) =>
      test(title, async () => {
        const stage = await Stage.open(browser, server.origin);
        try {
          await play(stage);
          assert.deepEqual(stage.complaints, []);
        } finally {
          await stage.close();
        }
      });

    scene("a hundred components make one request", async (stage) => {
      const people = crowd(101);
      const { log } = await logged(async () => {
        await stage.start({ people });
        await stage.all("ready");
      });
      assert.equal(people.length, 100);
      assert.equal(log.length, 1);
      assert.deepEqual(
        (await stage.people()).map(([place, id]) => [place, Number(id)]),
        people,
      );
    });

    scene("a second visit shows stored users before the response", async (stage) => {
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
      await stage.start({ people }, { persistKey: 1 });
      await stage.all("ready");
      while (!(await stage.page.evaluate(isStored))) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const suspenses = name.startsWith("React") ? [false, true] : [false];
      for (const suspense of suspenses) {
        await stage.page.reload();
        const delay = [{ kind: "delay", ms: 1000 }];
        const { log } = await ordered("faults", delay, () =>
          logged(async () => {
            await stage.start({ people, suspense }, { persistKey: 1 });
            await stage.all("ready");
            const { stale, responses } = await stage.page.evaluate(
              (origin) => ({
                stale: document.querySelectorAll(".person[data-stale=true]").length,
                responses: performance
                  .getEntriesByType("resource")
                  .filter((entry) => entry.name.startsWith(origin)).length,
              }),
              portal.origin,
            );
            assert.deepEqual([stale, responses], [3, 0]);
            await stage.page.waitForFunction(
              () => document.querySelectorAll(".person[data-stale=false]").length === 3,
            );
          }),
        );
        // React renders components that suspend one after the other, each with a request.
        if (!suspense) assert.equal(log.length, 1);
      }
    });

    scene("users that come with a later navigation are shown without a request", async (stage) => {
      const user = (id) => ({ id, name: `user ${id}` });
      const initial = (...ids) => ({ users: ids.map(user), missing: [999] });
      const { log } = await logged(async () => {
        await stage.start({ people: [["a", 4]] }, { initial: initial(4) });
        await stage.all("ready");
        await stage.page.evaluate(
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
        await stage.all("ready");
      });
      assert.deepEqual(await stage.people(), [
        ["a", "5", "ready", "user 5"],
        ["b", "4", "ready", "user 4"],
      ]);
      assert.deepEqual([await stage.list(), log.length], [[[5, 25], [], []], 0]);
    });

    scene("0 and an empty text are nobody", async (stage) => {
      const { log } = await logged(async () => {
        await stage.start({
          people: [
            ["a", 0],
            ["b", "0"],
            ["c", ""],
            ["d", null],
          ],
        });
        await stage.all("idle");
        await stage.show({ people: [["a", 0]], list: [0, "0", ""] });
        await stage.page.waitForFunction(
          () => document.getElementById("list")?.dataset.status === "ready",
        );
      });
      assert.deepEqual([await stage.list(), log.length], [[[], [], []], 0]);
      await stage.show({ people: [["a", 0]], list: [0, 4, "", "5"] });
      await stage.page.waitForFunction(() =>
        document.querySelector("#list").textContent.includes("4,5"),
      );
      assert.deepEqual((await stage.people())[0], ["a", "0", "idle", "…"]);
    });

    scene("ids change, and nobody is shown for another", async (stage) => {
      await stage.start({ people: [["a", 4]] });
      await stage.all("ready");
      await stage.watchForStrangers();
      // The answer for the id in the middle comes last.
      await ordered("faults", [{ kind: "delay", ms: 400, ids: [20] }], async () => {
        await stage.show({ people: [["a", 20]] });
        await stage.all("loading");
        await new Promise((resolve) => setTimeout(resolve, 50));
        await stage.show({ people: [["a", 5]] });
        await stage.all("ready");
        assert.deepEqual(await stage.people(), [["a", "5", "ready", "John Johnson"]]);
        await new Promise((resolve) => setTimeout(resolve, 600));
      });
      assert.deepEqual(await stage.people(), [["a", "5", "ready", "John Johnson"]]);
      await stage.show({ people: [["a", 4]] });
      await stage.all("ready");
      assert.deepEqual(await stage.people(), [["a", "4", "ready", "Emily Smith"]]);
      assert.deepEqual(await stage.strangers(), []);
    });

    scene("who is shown again is there at once, without a request", async (stage) => {
      const people = crowd(20);
      await stage.start({ people });
      await stage.all("ready");
      const { log, outcome } = await logged(async () => {
        await stage.show({ people: [] });
        await new Promise((resolve) => setTimeout(resolve, 50));
        await stage.watchStatuses();
        await stage.show({ people });
        await stage.all("ready");
        return stage.statuses();
      });
      assert.deepEqual([log, outcome], [[], ["ready"]]);
    });

    scene("no request after unmounting", async (stage) => {
      const { log, outcome } = await logged(() =>
        stage.startAndEnd({ people: crowd(50) }, { coalesceMs: 1500 }),
      );
      assert.equal(outcome, "Emily Smith");
      assert.deepEqual(
        log.map(({ ids }) => ids),
        [1],
      );
    });

    scene(
      "unmounting gives up a share in a request, and with the last one the request",
      async (stage) => {
        const aborted = [];
        stage.page.on("requestfailed", (request) => aborted.push(request.failure().errorText));
        const sent = () => stage.page.waitForRequest(/im\.user\.list\.get/);
        await ordered("faults", [{ kind: "delay", ms: 1500 }], async () => {
          const { log } = await logged(async () => {
            const first = sent();
            await stage.start({
              people: [
                ["a", 4],
                ["b", 4],
              ],
            });
            await first;
            await stage.show({ people: [["b", 4]] });
            await stage.all("ready");
          });
          assert.deepEqual(
            log.map(({ method, status }) => [method, status]),
            [["im.user.list.get", 200]],
          );
          assert.deepEqual(aborted, []);
        });
        await ordered("faults", [{ kind: "hang" }], async () => {
          const second = sent();
          await stage.show({ people: [["c", 5]] });
          await second;
          const failed = stage.page.waitForEvent("requestfailed");
          await stage.end();
          await failed;
        });
        assert.deepEqual(aborted, ["net::ERR_ABORTED"]);
      },
    );

    scene("missing users, entries that are no ids, and no id are states", async (stage) => {
      const { log } = await logged(async () => {
        await stage.start({
          people: [
            ["a", 999],
            ["b", "4abc"],
            ["c", null],
            ["d", [4]],
            ["e", "5"],
          ],
        });
        await stage.page.waitForSelector("[data-place=e][data-status=ready]");
        await stage.page.waitForSelector("[data-place=a][data-status=missing]");
      });
      assert.deepEqual(await stage.people(), [
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
    });

    scene(
      "an error is a state, and refreshing tries again for all who show the user",
      async (stage) => {
        await ordered("faults", [{ kind: "error", code: "ACCESS_DENIED", times: 1 }], async () => {
          await stage.start({
            people: [
              ["a", 4],
              ["b", 4],
            ],
          });
          await stage.all("error");
          assert.deepEqual(
            (await stage.people()).map(([, , , text]) => text),
            ["ACCESS_DENIED", "ACCESS_DENIED"],
          );
          await stage.page.click("[data-place=a] button");
          await stage.all("ready");
          const { log } = await logged(async () => {
            const answered = stage.page.waitForResponse(/im\.user\.list\.get/);
            await stage.page.click("[data-place=b] button");
            await answered;
          });
          assert.equal(log.length, 1);
          // Whoever is there stays while that is asked for.
          assert.deepEqual(await stage.people(), [
            ["a", "4", "ready", "Emily Smith"],
            ["b", "4", "ready", "Emily Smith"],
          ]);
        });
      },
    );

    scene("a list: in its order, each once, none lost", async (stage) => {
      const { log } = await logged(async () => {
        await stage.start({ list: [5, 999, "4", null, 5, "4abc"] });
        await stage.page.waitForSelector("#list[data-status=error]");
      });
      assert.deepEqual(await stage.list(), [[5, 4], [999], ["INVALID_ID"]]);
      assert.equal(log.length, 1);
      await stage.show({ list: [4, 5] });
      await stage.all("ready");
      assert.deepEqual(await stage.list(), [[4, 5], [], []]);
      await stage.show({ list: [] });
      assert.deepEqual(await stage.list(), [[], [], []]);
    });

    scene("a list of a thousand, which grows: one request each", async (stage) => {
      const ids = crowd(1000, 1001).map(([, id]) => id);
      const { log } = await logged(async () => {
        await stage.start({ list: ids });
        await stage.all("ready");
        await stage.show({ list: [...ids, 4, 5] });
        await stage.page.waitForFunction(
          (count) => JSON.parse(document.getElementById("list").textContent)[0].length === count,
          ids.length + 2,
        );
      });
      assert.equal(log.length, 2);
    });

    if (name.startsWith("Vue")) return;

    scene(
      "suspended: a list waits for all, and shows each change of ids in the end",
      async (stage) => {
        const ids = crowd(100).map(([, id]) => id);
        const { log } = await logged(async () => {
          await ordered("faults", [{ kind: "delay", ms: 400 }], async () => {
            await stage.start({ list: ids, suspense: true });
            await stage.page.waitForSelector("#fallback");
            await stage.page.waitForSelector("#list");
          });
        });
        assert.equal(log.length, 1);
        assert.deepEqual(await stage.list(), [ids, [], []]);
        await stage.show({ list: [4, 999, "4abc"], suspense: true });
        await stage.page.waitForSelector("#list[data-status=error]");
        assert.deepEqual(await stage.list(), [[4], [999], ["INVALID_ID"]]);
      },
    );

    scene("suspended: single people", async (stage) => {
      const { log } = await logged(async () => {
        await stage.start({ people: crowd(40), suspense: true });
        await stage.all("ready");
      });
      // React 19 looks at the others after the first has to wait, in as many slices of time as the
      // machine needs: each is a request.
      assert.ok(log.length < 20, `${log.length} requests`);
      assert.equal(
        log.reduce((sum, { ids }) => sum + ids, 0),
        40,
        "and nobody is asked for twice",
      );
      assert.equal((await stage.people()).length, 40);
    });

    scene("suspended: also above the provider", async (stage) => {
      const { log } = await logged(async () => {
        await stage.start({ list: [4, 5, 999], suspense: true, isWaitedForAbove: true });
        await stage.all("ready");
      });
      assert.equal(log.length, 1);
      assert.deepEqual(await stage.list(), [[4, 5], [999], []]);
    });

    scene("suspended: a client without a cache is asked once", async (stage) => {
      const { log } = await logged(async () => {
        await stage.start({ list: [4, 5], suspense: true }, { options: { cache: false } });
        await stage.all("ready");
        await stage.show({ list: [4, 5], people: [["a", 4]], suspense: true });
        await stage.page.waitForSelector(".person[data-status=ready]");
      });
      assert.equal(log.length, 1);
    });
  });
}
