// Servers of real Vue 3, React 18 and React 19 that show people, and pages that take over what they
// rendered.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { App } from "../package/support/app.mjs";
import { launch } from "../package/support/browser.mjs";
import { logged } from "../package/support/portal.mjs";
import { serve } from "../package/support/serve.mjs";
import { FRAMEWORKS, bundle } from "./support/bundle.mjs";
import { OPTIONS, Stage } from "./support/stage.mjs";

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
    let render, renderAlone, script;
    before(async () => {
      const options = { folder, packages: app.folder };
      script = await bundle(page, options);
      const banner = {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      };
      const text = await bundle(server, { ...options, platform: "node", banner });
      ({ render, renderAlone } = await import(
        pathToFileURL(app.write(`${server}-${name.replace(" ", "-")}.mjs`, text)).href
      ));
    });

    /** Serves the markup, has a page take it over, and gives what the page asked the portal for. */
    const hydrate = async (shown, { markup, initial }, check) => {
      const html = `<!doctype html><meta charset="utf-8"><title>people</title><div id="app">${markup}</div><script type="module" src="page.js"></script>`;
      const site = await serve(app.folder, {
        "/favicon.ico": { body: "" },
        "/": { body: html },
        "/page.js": { body: script },
      });
      const stage = await Stage.open(browser, site.origin);
      try {
        const before = await stage.page.innerHTML("#app");
        const { log } = await logged(async () => {
          await stage.watchStatuses();
          await stage.start(shown, {
            initial: JSON.parse(JSON.stringify(initial)),
            isHydrated: true,
          });
          await check(stage);
        });
        assert.deepEqual(stage.complaints, []);
        return { log, before, after: await stage.page.innerHTML("#app") };
      } finally {
        await stage.close();
        await site.close();
      }
    };

    test("what the server fetched is in its markup, and the page does not ask again", async () => {
      const shown = { ...SHOWN, suspense: true };
      const { outcome, log: asked } = await logged(() => render(OPTIONS, shown));
      assert.equal(asked.length, 1);
      assert.match(outcome.markup, /Emily Smith/);
      assert.match(outcome.markup, /data-status="missing"/);
      assert.deepEqual(outcome.initial.missing, [999]);
      const { log } = await hydrate(shown, outcome, async (stage) => {
        // It answers, so it is hydrated.
        await stage.show({ ...shown, people: [["a", 4]] });
        await stage.page.waitForFunction(() => document.querySelectorAll(".person").length === 1);
        assert.deepEqual(
          (await stage.statuses()).filter((status) => status === "loading"),
          [],
        );
      });
      assert.deepEqual(log, []);
    });

    test("a server that uses one client for long shows what it was last given", async () => {
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

    test("a server that does not wait leaves the asking to the page", {
      skip: name.startsWith("Vue"),
    }, async () => {
      const { outcome, log: asked } = await logged(() => render(OPTIONS, SHOWN));
      assert.deepEqual(asked, []);
      assert.deepEqual(outcome.initial, { users: [], missing: [] });
      const { log } = await hydrate(SHOWN, outcome, async (stage) => {
        await stage.page.waitForSelector("#list[data-status=ready]");
      });
      assert.equal(log.length, 1);
    });

    test("what is no client, and what is not given at all, is told by what is due", async () => {
      for (const none of [null, {}, "token"]) {
        await assert.rejects(render(OPTIONS, SHOWN, undefined, none), {
          message: /client of createClient/,
        });
      }
      const due = name.startsWith("Vue") ? /app\.use\(b24Users\(client\)\)/ : /<B24UsersProvider>/;
      await assert.rejects(renderAlone(SHOWN), { message: due });
    });

    test("initial users in another form are told by what is due", async () => {
      for (const odd of ['{"users":[],"missing":[]}', [], { users: [] }]) {
        await assert.rejects(render(OPTIONS, SHOWN, odd), {
          message: /initial must be \{ users, missing \}/,
        });
      }
    });

    test("a list fetched before is enough for both", async () => {
      const { createClient } = await app.import("b24-users");
      const initial = await createClient(OPTIONS).getUsers([4, 5, 25, 999]);
      const { outcome, log: asked } = await logged(() => render(OPTIONS, SHOWN, initial));
      assert.deepEqual(asked, []);
      assert.match(outcome.markup, /Emily Smith/);
      const { log, before, after } = await hydrate(
        SHOWN,
        { ...outcome, initial },
        async (stage) => {
          await stage.show({ ...SHOWN });
          await stage.page.waitForFunction(
            () => document.querySelectorAll(".person[data-status=ready]").length === 3,
          );
        },
      );
      assert.deepEqual(log, []);
      assert.equal(after.replaceAll(/<!--.*?-->/g, ""), before.replaceAll(/<!--.*?-->/g, ""));
    });
  });
}
