// Server rendering with Vue 3, React 18 and React 19, and hydration of the markup.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { App } from "../package/support/app.mjs";
import { launch } from "../package/support/browser.mjs";
import { recordRequests } from "../package/support/portal.mjs";
import { serve } from "../package/support/serve.mjs";
import { FRAMEWORKS, bundle } from "./support/bundle.mjs";
import { OPTIONS, ComponentPage } from "./support/component-page.mjs";

const SHOWN = {
  people: [
    ["a", 4],
    ["b", 5],
    ["c", 999],
    ["d", 25],
  ],
  list: [5, 4, 999],
};

let app, browser;
before(async () => {
  app = new App();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  app?.remove();
});

for (const [name, framework] of Object.entries(FRAMEWORKS)) {
  describe(name, () => {
    const { folder, page, server } = framework;
    let render, renderWithoutProvider, script;
    before(async () => {
      const options = { folder, packages: app.folder };
      script = await bundle(page, options);
      const banner = {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      };
      const text = await bundle(server, { ...options, platform: "node", banner });
      ({ render, renderWithoutProvider } = await import(
        pathToFileURL(app.write(`${server}-${name.replace(" ", "-")}.mjs`, text)).href
      ));
    });

    /** Serves the markup, hydrates it in a page, and returns the requests of the page. */
    const hydrate = async (shown, { markup, initial }, check) => {
      const html = `<!doctype html><meta charset="utf-8"><title>people</title><div id="app">${markup}</div><script type="module" src="page.js"></script>`;
      const site = await serve(app.folder, {
        "/favicon.ico": { body: "" },
        "/": { body: html },
        "/page.js": { body: script },
      });
      const componentPage = await ComponentPage.open(browser, site.origin);
      try {
        const before = await componentPage.page.innerHTML("#app");
        const { log } = await recordRequests(async () => {
          await componentPage.recordStatuses();
          await componentPage.start(shown, {
            initial: JSON.parse(JSON.stringify(initial)),
            isHydrated: true,
          });
          await check(componentPage);
        });
        assert.deepEqual(componentPage.pageErrors, []);
        return { log, before, after: await componentPage.page.innerHTML("#app") };
      } finally {
        await componentPage.close();
        await site.close();
      }
    };

    test("the server's users are in its markup, and the page sends no request", async () => {
      const shown = { ...SHOWN, suspense: true };
      const { outcome, log: serverLog } = await recordRequests(() => render(OPTIONS, shown));
      assert.equal(serverLog.length, 1);
      assert.match(outcome.markup, /Emily Smith/);
      assert.match(outcome.markup, /data-status="missing"/);
      assert.deepEqual(outcome.initial.missing, [999]);
      const { log } = await hydrate(shown, outcome, async (componentPage) => {
        // The change shows that the page is hydrated.
        await componentPage.show({ ...shown, people: [["a", 4]] });
        await componentPage.page.waitForFunction(
          () => document.querySelectorAll(".person").length === 1,
        );
        assert.deepEqual(
          (await componentPage.statuses()).filter((status) => status === "loading"),
          [],
        );
      });
      assert.deepEqual(log, []);
    });

    test("a server with a long-lived client shows the latest initial users", async () => {
      const { createClient } = await app.import("b24-users");
      const client = createClient(OPTIONS);
      const initial = await client.getUsers([4]);
      const shown = { people: [["a", 4]] };
      const renderWith = async (name) => {
        const users = initial.users.map((user) => ({ ...user, name }));
        return (await render(OPTIONS, shown, { users, missing: [] }, client)).markup;
      };
      assert.match(await renderWith("Emily Smith"), /Emily Smith/);
      assert.match(await renderWith("Emily Jones"), /Emily Jones/);
    });

    test("without suspense, the server sends no request and the page loads the users", {
      skip: name.startsWith("Vue"),
    }, async () => {
      const { outcome, log: serverLog } = await recordRequests(() => render(OPTIONS, SHOWN));
      assert.deepEqual(serverLog, []);
      assert.deepEqual(outcome.initial, { users: [], missing: [] });
      const { log } = await hydrate(SHOWN, outcome, async (componentPage) => {
        await componentPage.page.waitForSelector("#list[data-status=ready]");
      });
      assert.equal(log.length, 1);
    });

    test("an invalid client and a missing provider are errors", async () => {
      for (const none of [null, {}, "token"]) {
        await assert.rejects(render(OPTIONS, SHOWN, undefined, none), {
          message: /client of createClient/,
        });
      }
      const expected = name.startsWith("Vue")
        ? /app\.use\(b24Users\(client\)\)/
        : /<B24UsersProvider>/;
      await assert.rejects(renderWithoutProvider(SHOWN), { message: expected });
    });

    test("initial users of an invalid form are rejected", async () => {
      for (const invalid of ['{"users":[],"missing":[]}', [], { users: [] }]) {
        await assert.rejects(render(OPTIONS, SHOWN, invalid), {
          message: /initial must be \{ users, missing \}/,
        });
      }
    });

    test("initial users from getUsers avoid requests of server and page", async () => {
      const { createClient } = await app.import("b24-users");
      const initial = await createClient(OPTIONS).getUsers([4, 5, 25, 999]);
      const { outcome, log: serverLog } = await recordRequests(() =>
        render(OPTIONS, SHOWN, initial),
      );
      assert.deepEqual(serverLog, []);
      assert.match(outcome.markup, /Emily Smith/);
      const { log, before, after } = await hydrate(
        SHOWN,
        { ...outcome, initial },
        async (componentPage) => {
          await componentPage.show({ ...SHOWN });
          await componentPage.page.waitForFunction(
            () => document.querySelectorAll(".person[data-status=ready]").length === 3,
          );
        },
      );
      assert.deepEqual(log, []);
      assert.equal(after.replaceAll(/<!--.*?-->/g, ""), before.replaceAll(/<!--.*?-->/g, ""));
    });
  });
}
