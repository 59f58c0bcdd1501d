// <b24-user> when something goes wrong: what people see, what developers see, and another attempt.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { App } from "../package/support/app.mjs";
import { launch } from "../package/support/browser.mjs";
import { ordered } from "../package/support/portal.mjs";
import { serve } from "../package/support/serve.mjs";
import { ElementPage, PAGES } from "./support/element-page.mjs";

const AXE = await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

let app, server, browser;
before(async () => {
  app = new App();
  server = await serve(app.folder, PAGES);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
  app?.remove();
});

const scene = (title, play) =>
  test(title, async () => {
    const stage = await ElementPage.open(browser, server.origin);
    try {
      await play(stage);
    } finally {
      await stage.close();
    }
  });

/** The name, the tooltip and the button of each element. */
const shown = (stage) =>
  stage.page.$$eval("b24-user", (elements) =>
    elements.map(({ shadowRoot }) => {
      const part = (name) => shadowRoot.querySelector(`[part=${name}]`);
      return [part("name").textContent, part("user").title, part("retry")?.textContent];
    }),
  );

const refuse = (code) => [{ kind: "error", code, ids: [4] }];
const NO_LIMIT = "QUERY_LIMIT_EXCEEDED";

scene(
  "errors have the element's own labels, by kind, and no developer's message",
  async (stage) => {
    await stage.define({ deadlineMs: 60_000 });
    for (const [faults, label] of [
      [refuse("ACCESS_DENIED"), "Could not be loaded"],
      [refuse(NO_LIMIT), "The portal is busy"],
      [[{ kind: "reset" }], "No connection"],
    ]) {
      await ordered("faults", faults, async () => {
        await stage.put([{ "user-id": 4 }]);
        await stage.settled(1);
        assert.deepEqual(await shown(stage), [[label, label, "Try again"]]);
      });
    }
    await stage.put([{ "user-id": "4abc" }]);
    await stage.settled(1);
    assert.deepEqual(await shown(stage), [
      ["Could not be loaded", "Could not be loaded", undefined],
    ]);
  },
);

scene("labels of the page take precedence, those by kind first", async (stage) => {
  const labels = { error: "Fehler", errors: { network: "Kein Netz" }, retry: "Noch einmal" };
  await stage.define({}, { labels });
  for (const [faults, label] of [
    [refuse(NO_LIMIT), "Fehler"],
    [[{ kind: "reset" }], "Kein Netz"],
  ]) {
    await ordered("faults", faults, async () => {
      await stage.put([{ "user-id": 4 }]);
      await stage.settled(1);
      assert.deepEqual(await shown(stage), [[label, label, "Noch einmal"]]);
    });
  }
});

scene("the button loads the user again, also of a compact element", async (stage) => {
  await stage.define();
  for (const attributes of [{ "user-id": 4 }, { "user-id": 5, compact: "" }]) {
    const faults = [{ kind: "error", code: "ACCESS_DENIED", times: 1 }];
    await ordered("faults", faults, async () => {
      await stage.put([attributes]);
      await stage.settled(1);
      await stage.page.getByRole("button", { name: "Try again" }).click();
      await stage.page.waitForFunction(
        () => document.querySelector("b24-user").state.status === "ready",
      );
      const [[, tooltip, button]] = await shown(stage);
      assert.deepEqual([tooltip, button], ["", undefined]);
    });
  }
});

scene("errors of the page itself are logged, each once", async (stage) => {
  await stage.define();
  await stage.put([{ "user-id": "4abc" }, { "user-id": "5abc" }, { "user-id": 4 }]);
  await stage.settled(3);
  const logged = stage.complaints.filter((text) => text.includes("<b24-user>"));
  assert.equal(logged.length, 1, stage.complaints.join("\n"));
  assert.match(logged[0], /4abc/);
});

scene(
  "a second definition with the same client changes nothing, another is explained",
  async (stage) => {
    await stage.define();
    const [isSame, name, message] = await stage.page.evaluate(() => {
      const isSame = window.defineUserElement(window.client) === customElements.get("b24-user");
      try {
        return window.define({ portal: "example.bitrix24.com", auth: "token" });
      } catch (error) {
        return [isSame, error.name, error.message];
      }
    });
    assert.deepEqual([isSame, name], [true, "NotSupportedError"]);
    assert.match(message, /<b24-user> is defined already: pass another \{ name \}/);
  },
);

scene("axe finds nothing in any state", async (stage) => {
  await stage.define();
  const faults = [
    { kind: "error", code: "ACCESS_DENIED", ids: [4] },
    { kind: "hang", ids: [5] },
  ];
  await ordered("faults", faults, async () => {
    await stage.put([
      { "user-id": 25 },
      { "user-id": 25, compact: "" },
      { "user-id": 999 },
      { "user-id": 999, compact: "" },
    ]);
    await stage.settled(4);
    await stage.page.evaluate(async () => {
      const add = (attributes) => {
        const element = document.createElement("b24-user");
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        document.querySelector("main").append(element);
        return element;
      };
      const stateOf = (element, status) =>
        new Promise((resolve) =>
          element.addEventListener(
            "b24-user-state",
            ({ detail }) => detail.status === status && resolve(status),
          ),
        );
      const failed = [add({ "user-id": 4 }), add({ "user-id": 4, compact: "" })];
      await Promise.all(failed.map((element) => stateOf(element, "error")));
      const loading = [add({ "user-id": 5 }), add({ "user-id": 5, compact: "" })];
      await Promise.all(loading.map((element) => stateOf(element, "loading")));
    });
    const states = await stage.page.$$eval("b24-user", (all) =>
      all.map(({ state }) => state.status),
    );
    assert.deepEqual([...new Set(states)].sort(), ["error", "loading", "missing", "ready"]);
    await stage.page.evaluate(AXE);
    for (const colorScheme of ["light", "dark"]) {
      await stage.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations, passes } = await stage.page.evaluate(() => globalThis.axe.run("main"));
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]),
        [],
      );
      assert.ok(passes.some(({ id }) => id === "button-name"));
    }
  });
});
