// <b24-user> in headless Chromium with the fake portal, under a strict policy with Trusted Types.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { recordRequests, configurePortal, portal } from "../package/support/portal.mjs";
import { setUpSite } from "../package/support/site.mjs";
import { ElementPage, PAGES } from "./support/element-page.mjs";

const site = setUpSite(PAGES);

const pageTest = (title, run) =>
  test(title, async () => {
    const elementPage = await ElementPage.open(site.browser, site.origin);
    try {
      await run(elementPage);
      assert.deepEqual(
        // Invalid ids are logged.
        elementPage.pageErrors.filter((text) => !/^<b24-user>:/.test(text)),
        [],
      );
    } finally {
      await elementPage.close();
    }
  });

pageTest(
  "existing elements are upgraded; broken pictures are replaced by initials",
  async (elementPage) => {
    await elementPage.page.route("**/upload/**", (route) => route.fulfill({ status: 404 }));
    await elementPage.put([
      { "user-id": 4, text: "Emily, rendered by the server" },
      { "user-id": 5 },
    ]);
    assert.equal(
      await elementPage.page.locator("b24-user").first().innerText(),
      "Emily, rendered by the server",
    );
    const { log } = await recordRequests(async () => {
      await elementPage.define();
      await elementPage.settled(2);
    });
    assert.equal(log.length, 1);
    await elementPage.page.waitForFunction(() =>
      [...document.querySelectorAll("b24-user")].every(
        ({ shadowRoot }) => !shadowRoot.querySelector("img"),
      ),
    );
    assert.deepEqual(await elementPage.texts(), [
      { initials: "ES", name: "Emily Smith", position: "Analyst" },
      { initials: "JJ", name: "John Johnson", position: "Manager" },
    ]);
  },
);

/** Features that older browsers and emulations of browsers lack, and scripts that remove them. */
const MISSING_FEATURES = {
  "constructable stylesheets":
    'window.CSSStyleSheet = class { constructor() { throw new TypeError("Illegal constructor"); } };',
  "any CSSStyleSheet": "delete window.CSSStyleSheet;",
  adoptedStyleSheets:
    "delete ShadowRoot.prototype.adoptedStyleSheets; delete Document.prototype.adoptedStyleSheets;",
  replaceSync: "delete CSSStyleSheet.prototype.replaceSync;",
  attachInternals: "delete HTMLElement.prototype.attachInternals;",
  "ARIA in internals":
    'for (const name of Object.getOwnPropertyNames(ElementInternals.prototype)) if (name.startsWith("aria")) delete ElementInternals.prototype[name];',
  "Object.hasOwn": "delete Object.hasOwn;",
  IntersectionObserver: "delete window.IntersectionObserver;",
};
for (const [what, old] of Object.entries(MISSING_FEATURES)) {
  test(`without ${what}`, async () => {
    const elementPage = await ElementPage.open(site.browser, site.origin, old);
    try {
      await elementPage.put([{ "user-id": 4, text: "Emily" }]);
      await elementPage.page.evaluate(() => (document.querySelector("b24-user").userId = 5));
      await elementPage.define();
      await elementPage.settled(1);
      // Later contents are styled, too.
      for (const [id, name] of [
        ["", undefined],
        [4, "Emily Smith"],
      ]) {
        await elementPage.page.evaluate(
          (id) => (document.querySelector("b24-user").userId = id),
          id,
        );
        if (name) await elementPage.settled(1);
        assert.equal((await elementPage.texts())[0].name, name ?? null);
      }
      const seen = await elementPage.page.evaluate(() => {
        const element = document.querySelector("b24-user");
        const radius = () =>
          getComputedStyle(element.shadowRoot.querySelector(".picture")).borderRadius;
        return [radius(), element.getAttribute("aria-busy")];
      });
      assert.deepEqual(seen, ["50%", /attachInternals|ARIA/.test(what) ? "false" : null]);
      assert.deepEqual(
        // Invalid ids are logged.
        elementPage.pageErrors.filter((text) => !/^<b24-user>:/.test(text)),
        [],
      );
    } finally {
      await elementPage.close();
    }
  });
}

pageTest("0 and empty ids are treated like a missing attribute", async (elementPage) => {
  await elementPage.define();
  const { log } = await recordRequests(async () => {
    await elementPage.put([
      { "user-id": 0, text: "Nobody", loading: "eager" },
      { "user-id": "", text: "Nobody" },
      { text: "Nobody" },
    ]);
    await elementPage.page.waitForTimeout(100);
  });
  const states = await elementPage.page.$$eval("b24-user", (elements) =>
    elements.map(({ state }) => state.status),
  );
  assert.deepEqual([states, log.length], [["idle", "idle", "idle"], 0]);
  assert.equal(await elementPage.page.locator("b24-user").first().innerText(), "Nobody");
  await elementPage.page.evaluate(() =>
    document.querySelectorAll("b24-user").forEach((element) => {
      element.userId = 4;
    }),
  );
  await elementPage.settled(3);
  await elementPage.page.evaluate(() =>
    document.querySelectorAll("b24-user").forEach((element) => {
      element.userId = 0;
    }),
  );
  assert.equal(await elementPage.page.locator("b24-user").first().innerText(), "Nobody");
});

pageTest("a picture replaces the initials", async (elementPage) => {
  await elementPage.define();
  await elementPage.put([{ "user-id": 25 }]);
  await elementPage.page.waitForFunction(
    () => document.querySelector("b24-user").shadowRoot.querySelector("img")?.naturalWidth > 0,
  );
  assert.equal((await elementPage.texts())[0].initials, null);
});

pageTest(
  "visible elements out of 3000 are loaded by one request, the others when they are scrolled into view",
  async (elementPage) => {
    const ids = Array.from({ length: 3000 }, (_, at) => 1001 + at).filter((id) => id % 100 !== 99);
    await elementPage.define();
    const { log } = await recordRequests(async () => {
      await elementPage.put(ids.map((id) => ({ "user-id": id })));
      await elementPage.page.waitForFunction(
        () => document.querySelector("b24-user").state.status === "ready",
      );
    });
    assert.equal(log.length, 1);
    const requested = log[0].ids ?? log[0].commands.reduce((sum, { ids }) => sum + ids, 0);
    // The viewport of 600 px and a margin of 200 px, at 40 px per element.
    assert.ok(requested >= 10 && requested <= 25, `${requested} users`);

    const { log: later } = await recordRequests(async () => {
      await elementPage.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await elementPage.page.waitForFunction(
        () => [...document.querySelectorAll("b24-user")].at(-1).state.status === "ready",
      );
    });
    assert.equal(later.length, 1);
    const shown = await elementPage.page.$$eval(
      "b24-user",
      (elements) => elements.filter(({ user }) => user).length,
    );
    assert.ok(shown < 60, `${shown} were loaded`);
  },
);

pageTest(
  "elements that are scrolled out of view before the request are not loaded",
  async (elementPage) => {
    const ids = Array.from({ length: 500 }, (_, at) => 1001 + at).filter((id) => id % 100 !== 99);
    await elementPage.define({ coalesceMs: 1500 });
    const { log } = await recordRequests(async () => {
      await elementPage.putAndThen(ids, "scroll");
      await elementPage.page.waitForFunction(
        () => [...document.querySelectorAll("b24-user")].at(-1).state.status === "ready",
      );
    });
    assert.ok(
      log.every(({ ids }) => ids <= 25),
      JSON.stringify(log),
    );
    assert.equal(
      await elementPage.page.evaluate(() => document.querySelector("b24-user").state.status),
      "loading",
    );
  },
);

pageTest("no user is shown for another id while the id changes", async (elementPage) => {
  await elementPage.define();
  await elementPage.put([{ "user-id": 20 }]);
  await elementPage.settled(1);
  const seen = await configurePortal("faults", [{ kind: "delay", ms: 400, ids: [21] }], () =>
    elementPage.page.evaluate(async () => {
      const element = document.querySelector("b24-user");
      const seen = [];
      const name = () => element.shadowRoot.querySelector("[part=name]").textContent;
      const record = () =>
        seen.push([element.userId, element.state.status, element.user?.id ?? null]);
      element.addEventListener("b24-user-state", record);
      element.userId = 21;
      seen.push(["at once", name()]);
      await new Promise((done) => setTimeout(done, 100));
      element.userId = 5;
      await new Promise((done) => setTimeout(done, 800));
      seen.push([name()]);
      return seen;
    }),
  );
  assert.deepEqual(seen, [
    ["21", "loading", null],
    ["at once", "Loading…"],
    ["5", "ready", 5],
    ["John Johnson"],
  ]);
});

pageTest("event listeners may change or remove the element", async (elementPage) => {
  await elementPage.define();
  await elementPage.put([{ "user-id": 4 }, { "user-id": 999 }, { "user-id": 5, loading: "eager" }]);
  await elementPage.settled(3);
  const { log, outcome } = await recordRequests(() =>
    elementPage.page.evaluate(async () => {
      const [changed, , removed] = document.querySelectorAll("b24-user");
      changed.addEventListener("b24-user-state", ({ detail }) => {
        if (detail.status === "missing") changed.userId = 1;
      });
      removed.addEventListener("b24-user-state", ({ detail }) => {
        if (detail.status === "loading") removed.remove();
      });
      changed.userId = 999;
      removed.userId = 20;
      while (changed.user?.id !== 1) await new Promise((done) => setTimeout(done, 10));
      return {
        status: changed.state.status,
        name: changed.shadowRoot.querySelector("[part=name]").textContent,
      };
    }),
  );
  assert.deepEqual(outcome, { status: "ready", name: "Пётр Первый" });
  assert.deepEqual(
    log.map(({ ids }) => ids),
    [1],
  );
});

pageTest("an element that is moved to another document keeps its style", async (elementPage) => {
  await elementPage.define();
  await elementPage.put([{ "user-id": 4 }]);
  await elementPage.settled(1);
  const radii = await elementPage.page.evaluate(async () => {
    const element = document.querySelector("b24-user");
    const radius = () =>
      getComputedStyle(element.shadowRoot.querySelector("[part=picture]")).borderRadius;
    const radii = [radius()];
    const frame = document.createElement("iframe");
    document.body.append(frame);
    frame.contentDocument.body.append(element);
    radii.push(radius());
    const template = document.createElement("template");
    template.content.append(element);
    document.body.append(template.content);
    radii.push(radius());
    return radii;
  });
  assert.deepEqual(radii, ["50%", "50%", "50%"]);
});

pageTest("removed elements are not loaded", async (elementPage) => {
  await elementPage.define({ coalesceMs: 1500 });
  const { log } = await recordRequests(async () => {
    await elementPage.putAndThen([5, 25], "remove");
    // Sent after all previous loads would have been sent.
    await elementPage.page.evaluate(() => window.client.loadUser(4).then(() => {}));
  });
  assert.deepEqual(
    log.map(({ ids }) => ids),
    [1],
  );
});

pageTest("missing users, errors and refresh", async (elementPage) => {
  await configurePortal(
    "faults",
    [{ kind: "error", code: "ACCESS_DENIED", ids: [4], times: 1 }],
    async () => {
      await elementPage.define({}, { labels: { missing: "Никого нет" } });
      await elementPage.put([{ "user-id": 4 }]);
      await elementPage.settled(1);
      assert.deepEqual(await elementPage.texts(), [
        { initials: "?", name: "Could not be loaded", position: null },
      ]);
      await elementPage.page.evaluate(() => document.querySelector("b24-user").refresh());
      assert.equal((await elementPage.texts())[0].name, "Emily Smith");
    },
  );
  await elementPage.put([{ "user-id": 999 }, { "user-id": "4abc" }, {}]);
  await elementPage.settled(2);
  assert.deepEqual(
    (await elementPage.texts()).map(({ name }) => name),
    ["Никого нет", "Could not be loaded", null],
  );
  assert.deepEqual(await elementPage.events(), [
    ["4", "loading"],
    ["4", "error"],
    ["4", "loading"],
    ["4", "ready"],
    ["999", "loading"],
    ["4abc", "loading"],
    ["4abc", "error"],
    ["999", "missing"],
  ]);
});

pageTest(
  "the property user needs no request, even if set before the definition",
  async (elementPage) => {
    const { createClient } = await site.app.import("b24-users");
    const { users } = await createClient({
      portal: portal.origin,
      auth: portal.accessToken,
    }).getUsers([90, 5]);
    const { log, outcome } = await recordRequests(async () => {
      await elementPage.put([{}, {}]);
      await elementPage.page.evaluate(
        (users) =>
          document.querySelectorAll("b24-user").forEach((element, index) => {
            element.user = users[index];
          }),
        users,
      );
      await elementPage.define();
      return elementPage.texts();
    });
    assert.deepEqual(log, []);
    assert.deepEqual(
      outcome.map(({ name, position }) => [name, position]),
      [
        ['Анна <b>"О\'Нил"</b> & Сыновья', "R&D <script>alert(1)</script>"],
        ["John Johnson", "Manager"],
      ],
    );
    const count = await elementPage.page.evaluate(async () => {
      const element = document.querySelector("b24-user");
      await element.refresh();
      return element.user.id;
    });
    assert.equal(count, 90);
  },
);

pageTest("the property user accepts a user without a name", async (elementPage) => {
  await elementPage.define();
  await elementPage.put([{}]);
  await elementPage.page.evaluate(() => {
    const nameless = /** @type {import("b24-users").User} */ ({});
    document.querySelector("b24-user").user = nameless;
  });
  assert.deepEqual(await elementPage.texts(), [{ initials: "?", name: "", position: null }]);
});

pageTest("presence is shown by a mark with an accessible name", async (elementPage) => {
  const { createClient } = await site.app.import("b24-users");
  const { users } = await createClient({
    portal: portal.origin,
    auth: portal.accessToken,
  }).getUsers([4, 5, 25]);
  const [online, absent, offline] = users.map((user) => ({
    ...user,
    lastActivityDate: null,
    absent: null,
  }));
  const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
  Object.assign(online, { lastActivityDate: inDays(0), absent: inDays(3) });
  Object.assign(absent, { lastActivityDate: inDays(-2), absent: inDays(3) });
  offline.lastActivityDate = inDays(-2);
  await elementPage.define({}, { labels: { absent: "в отпуске", online: undefined } });
  await elementPage.put([{}, {}, {}]);
  await elementPage.page.evaluate(
    (users) =>
      document.querySelectorAll("b24-user").forEach((element, index) => {
        element.user = users[index];
      }),
    [online, absent, offline],
  );
  const names = await elementPage.page.$$eval("b24-user", (elements) =>
    elements.map(
      ({ shadowRoot }) =>
        shadowRoot.querySelector("[part=presence]")?.getAttribute("aria-label") ?? null,
    ),
  );
  assert.deepEqual(names, ["online", "в отпуске", null]);
  if (process.env.B24_SCREENSHOTS)
    await elementPage.page.screenshot({
      path: join(process.env.B24_SCREENSHOTS, "element-presence.png"),
    });
});

pageTest(
  "screen readers get names and missing users; axe finds no violations in any appearance",
  async (elementPage) => {
    await elementPage.define();
    await elementPage.put([
      { "user-id": 4 },
      { "user-id": 5, compact: "" },
      { "user-id": 25 },
      { "user-id": 93 },
      { "user-id": 105, dir: "rtl" },
      { "user-id": 106 },
      { "user-id": 999 },
      { "user-id": "4abc" },
      {},
    ]);
    await elementPage.settled(8);
    const tree = await elementPage.page.locator("main").ariaSnapshot();
    for (const text of ["Emily Smith", "Analyst", "John Johnson", "Unknown user"])
      assert.ok(tree.includes(text), tree);
    assert.ok(!/\bES\b/.test(tree), "initials are read out");
    await elementPage.page.evaluate(
      await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8"),
    );
    for (const colorScheme of ["light", "dark"]) {
      await elementPage.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations, passes } = await elementPage.page.evaluate(() =>
        globalThis.axe.run("main"),
      );
      assert.deepEqual(
        violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map(({ target, failureSummary }) => JSON.stringify(target) + failureSummary).join("; ")}`,
        ),
        [],
      );
      assert.ok(passes.some(({ id }) => id === "color-contrast"));
      if (process.env.B24_SCREENSHOTS)
        await elementPage.page.screenshot({
          path: join(process.env.B24_SCREENSHOTS, `element-${colorScheme}.png`),
        });
    }
  },
);

pageTest("each client needs its own element name", async (elementPage) => {
  await elementPage.define();
  await elementPage.define({}, { name: "other-user" });
  const outcome = await elementPage.page.evaluate(() => {
    try {
      return window.define({ portal: "example.bitrix24.com", auth: "token" });
    } catch (error) {
      return error.name;
    }
  });
  assert.equal(outcome, "NotSupportedError");
});

pageTest("defineUserElement rejects values that are not clients", async (elementPage) => {
  await elementPage.define();
  const messages = await elementPage.page.evaluate(() =>
    [null, undefined, {}].map((client) => {
      try {
        return window.defineUserElement(/** @type {any} */ (client), { name: "no-client" });
      } catch (error) {
        return error.message;
      }
    }),
  );
  for (const message of messages) assert.match(message, /client of createClient/);
});

test("the entry can be imported and required in Node", () => {
  assert.equal(
    site.app.run(
      "element.mjs",
      'import { defineUserElement } from "b24-users/element"; console.log(typeof defineUserElement);',
    ),
    "function\n",
  );
  assert.equal(
    site.app.run(
      "element.cjs",
      'console.log(typeof require("b24-users/element").defineUserElement);',
    ),
    "function\n",
  );
});

test("defineUserElement returns undefined on a server", () => {
  const text =
    'import { defineUserElement } from "b24-users/element"; console.log(defineUserElement({ loadUser: async () => null }));';
  assert.equal(site.app.run("server.mjs", text), "undefined\n");
});

test("initials have sufficient contrast on every colour", async () => {
  const { textColorOn } = await site.app.import("b24-users");
  const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = (r, g, b) =>
    0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
  for (let at = 0; at < 16 ** 3; at++) {
    const [r, g, b] = [at >> 8, (at >> 4) & 15, at & 15].map((value) => value * 17);
    const color = `#${[r, g, b].map((value) => value.toString(16).padStart(2, "0")).join("")}`;
    const [dark, light] = [luminance(r, g, b), textColorOn(color) === "#fff" ? 1 : 0].sort(
      (one, other) => one - other,
    );
    assert.ok((light + 0.05) / (dark + 0.05) >= 4.5, color);
  }
});
