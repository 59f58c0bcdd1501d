// Errors of <b24-user>: labels for users, messages for developers, and retries.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { configurePortal } from "../package/support/portal.mjs";
import { setUpSite } from "../package/support/site.mjs";
import { ElementPage, PAGES } from "./support/element-page.mjs";

const AXE = await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

const site = setUpSite(PAGES);

const pageTest = (title, run) =>
  test(title, async () => {
    const elementPage = await ElementPage.open(site.browser, site.origin);
    try {
      await run(elementPage);
    } finally {
      await elementPage.close();
    }
  });

/** The name, the tooltip and the button of each element. */
const shown = (elementPage) =>
  elementPage.page.$$eval("b24-user", (elements) =>
    elements.map(({ shadowRoot }) => {
      const part = (name) => shadowRoot.querySelector(`[part=${name}]`);
      return [part("name").textContent, part("user").title, part("retry")?.textContent];
    }),
  );

const refuse = (code) => [{ kind: "error", code, ids: [4] }];
const NO_LIMIT = "QUERY_LIMIT_EXCEEDED";

pageTest(
  "errors are shown by labels per kind, with a button only if they are retryable",
  async (elementPage) => {
    await elementPage.define({ deadlineMs: 60_000 });
    for (const [faults, label, button] of [
      [refuse("ACCESS_DENIED"), "Could not be loaded"],
      [refuse(NO_LIMIT), "The portal is busy", "Try again"],
      [[{ kind: "reset" }], "No connection", "Try again"],
    ]) {
      await configurePortal("faults", faults, async () => {
        await elementPage.put([{ "user-id": 4 }]);
        await elementPage.settled(1);
        assert.deepEqual(await shown(elementPage), [[label, label, button]]);
      });
    }
    await elementPage.put([{ "user-id": "4abc" }]);
    await elementPage.settled(1);
    assert.deepEqual(await shown(elementPage), [
      ["Could not be loaded", "Could not be loaded", undefined],
    ]);
  },
);

pageTest("labels of the page take precedence, with those per kind first", async (elementPage) => {
  const labels = { error: "Fehler", errors: { network: "Kein Netz" }, retry: "Noch einmal" };
  await elementPage.define({}, { labels });
  for (const [faults, label] of [
    [refuse(NO_LIMIT), "Fehler"],
    [[{ kind: "reset" }], "Kein Netz"],
  ]) {
    await configurePortal("faults", faults, async () => {
      await elementPage.put([{ "user-id": 4 }]);
      await elementPage.settled(1);
      assert.deepEqual(await shown(elementPage), [[label, label, "Noch einmal"]]);
    });
  }
});

pageTest("the button loads the user again, also of a compact element", async (elementPage) => {
  await elementPage.define();
  for (const attributes of [{ "user-id": 4 }, { "user-id": 5, compact: "" }]) {
    const faults = [{ kind: "error", code: NO_LIMIT, times: 1 }];
    await configurePortal("faults", faults, async () => {
      await elementPage.put([attributes]);
      await elementPage.settled(1);
      await elementPage.page.getByRole("button", { name: "Try again" }).click();
      await elementPage.page.waitForFunction(
        () => document.querySelector("b24-user").state.status === "ready",
      );
      const [[, tooltip, button]] = await shown(elementPage);
      assert.deepEqual([tooltip, button], ["", undefined]);
    });
  }
});

pageTest("the button loads a module again that could not be loaded", async (elementPage) => {
  await elementPage.page.evaluate(() => {
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async () => {
      WebAssembly.instantiate = instantiate;
      throw new RangeError("out of memory");
    };
  });
  await elementPage.define();
  await elementPage.put([{ "user-id": 4 }]);
  await elementPage.settled(1);
  const label = "Could not be loaded";
  assert.deepEqual(await shown(elementPage), [[label, label, "Try again"]]);
  await elementPage.page.getByRole("button", { name: "Try again" }).click();
  await elementPage.page.waitForFunction(
    () => document.querySelector("b24-user").state.status === "ready",
  );
});

pageTest("errors of the page itself are logged, each once", async (elementPage) => {
  await elementPage.define();
  await elementPage.put([{ "user-id": "4abc" }, { "user-id": "5abc" }, { "user-id": 4 }]);
  await elementPage.settled(3);
  const logged = elementPage.pageErrors.filter((text) => text.includes("<b24-user>"));
  assert.equal(logged.length, 1, elementPage.pageErrors.join("\n"));
  assert.match(logged[0], /4abc/);
});

pageTest(
  "a second definition with the same client is ignored, another client is an error",
  async (elementPage) => {
    await elementPage.define();
    const [isSame, name, message] = await elementPage.page.evaluate(() => {
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

pageTest("axe finds no violations in any state", async (elementPage) => {
  await elementPage.define();
  const faults = [
    { kind: "error", code: NO_LIMIT, ids: [4] },
    { kind: "hang", ids: [5] },
  ];
  await configurePortal("faults", faults, async () => {
    await elementPage.put([
      { "user-id": 25 },
      { "user-id": 25, compact: "" },
      { "user-id": 999 },
      { "user-id": 999, compact: "" },
    ]);
    await elementPage.settled(4);
    await elementPage.page.evaluate(async () => {
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
    const states = await elementPage.page.$$eval("b24-user", (all) =>
      all.map(({ state }) => state.status),
    );
    assert.deepEqual([...new Set(states)].sort(), ["error", "loading", "missing", "ready"]);
    await elementPage.page.evaluate(AXE);
    for (const colorScheme of ["light", "dark"]) {
      await elementPage.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations, passes } = await elementPage.page.evaluate(() =>
        globalThis.axe.run("main"),
      );
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]),
        [],
      );
      assert.ok(passes.some(({ id }) => id === "button-name"));
    }
  });
});
