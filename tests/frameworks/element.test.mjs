// <b24-user> in headless Chromium, beside the fake portal, under a strict policy with Trusted
// Types.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { App } from "../package/support/app.mjs";
import { launch } from "../package/support/browser.mjs";
import { logged, ordered, portal } from "../package/support/portal.mjs";
import { serve } from "../package/support/serve.mjs";
import { ElementPage, PAGES } from "./support/element-page.mjs";

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
      assert.deepEqual(
        // Invalid ids are logged.
        stage.complaints.filter((text) => !/example\.bitrix24\.com|^<b24-user>:/.test(text)),
        [],
      );
    } finally {
      await stage.close();
    }
  });

scene(
  "elements that were there before come to life; broken pictures become initials",
  async (stage) => {
    await stage.put([{ "user-id": 4, text: "Emily, as the server knew her" }, { "user-id": 5 }]);
    assert.equal(
      await stage.page.locator("b24-user").first().innerText(),
      "Emily, as the server knew her",
    );
    const { log } = await logged(async () => {
      await stage.define();
      await stage.settled(2);
    });
    assert.equal(log.length, 1);
    await stage.page.waitForFunction(() =>
      [...document.querySelectorAll("b24-user")].every(
        ({ shadowRoot }) => !shadowRoot.querySelector("img"),
      ),
    );
    assert.deepEqual(await stage.faces(), [
      { initials: "ES", name: "Emily Smith", position: "Analyst" },
      { initials: "JJ", name: "John Johnson", position: "Manager" },
    ]);
  },
);

/** What older browsers lack, and stand-ins for browsers. */
const LACKS = {
  "sheets that can be constructed":
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
for (const [what, old] of Object.entries(LACKS)) {
  test(`without ${what}`, async () => {
    const stage = await ElementPage.open(browser, server.origin, old);
    try {
      await stage.put([{ "user-id": 4, text: "Emily" }]);
      await stage.page.evaluate(() => (document.querySelector("b24-user").userId = 5));
      await stage.define();
      await stage.settled(1);
      // What is shown next is styled, too.
      for (const [id, name] of [
        ["", undefined],
        [4, "Emily Smith"],
      ]) {
        await stage.page.evaluate((id) => (document.querySelector("b24-user").userId = id), id);
        if (name) await stage.settled(1);
        assert.equal((await stage.faces())[0].name, name ?? null);
      }
      const seen = await stage.page.evaluate(() => {
        const element = document.querySelector("b24-user");
        const radius = () =>
          getComputedStyle(element.shadowRoot.querySelector(".picture")).borderRadius;
        return [radius(), element.getAttribute("aria-busy")];
      });
      assert.deepEqual(seen, ["50%", /attachInternals|ARIA/.test(what) ? "false" : null]);
      assert.deepEqual(
        // Invalid ids are logged.
        stage.complaints.filter((text) => !/example\.bitrix24\.com|^<b24-user>:/.test(text)),
        [],
      );
    } finally {
      await stage.close();
    }
  });
}

scene("ids that stand for nobody are as good as none", async (stage) => {
  await stage.define();
  const { log } = await logged(async () => {
    await stage.put([
      { "user-id": 0, text: "Nobody", loading: "eager" },
      { "user-id": "", text: "Nobody" },
      { text: "Nobody" },
    ]);
    await stage.page.waitForTimeout(100);
  });
  const states = await stage.page.$$eval("b24-user", (elements) =>
    elements.map(({ state }) => state.status),
  );
  assert.deepEqual([states, log.length], [["idle", "idle", "idle"], 0]);
  assert.equal(await stage.page.locator("b24-user").first().innerText(), "Nobody");
  await stage.page.evaluate(() =>
    document.querySelectorAll("b24-user").forEach((element) => {
      element.userId = 4;
    }),
  );
  await stage.settled(3);
  await stage.page.evaluate(() =>
    document.querySelectorAll("b24-user").forEach((element) => {
      element.userId = 0;
    }),
  );
  assert.equal(await stage.page.locator("b24-user").first().innerText(), "Nobody");
});

scene("a picture takes the place of the initials", async (stage) => {
  await stage.define();
  await stage.put([{ "user-id": 25 }]);
  await stage.page.waitForFunction(
    () => document.querySelector("b24-user").shadowRoot.querySelector("img")?.naturalWidth > 0,
  );
  assert.equal((await stage.faces())[0].initials, null);
});

scene(
  "of three thousand the visible ones are asked for, in one request; the others when they come into sight",
  async (stage) => {
    const ids = Array.from({ length: 3000 }, (_, at) => 1001 + at).filter((id) => id % 100 !== 99);
    await stage.define();
    const { log } = await logged(async () => {
      await stage.put(ids.map((id) => ({ "user-id": id })));
      await stage.page.waitForFunction(
        () => document.querySelector("b24-user").state.status === "ready",
      );
    });
    assert.equal(log.length, 1);
    const asked = log[0].ids ?? log[0].commands.reduce((sum, { ids }) => sum + ids, 0);
    // 600 pixels and the margin of 200 below, at 40 pixels each.
    assert.ok(asked >= 10 && asked <= 25, `${asked} users`);

    const { log: later } = await logged(async () => {
      await stage.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await stage.page.waitForFunction(
        () => [...document.querySelectorAll("b24-user")].at(-1).state.status === "ready",
      );
    });
    assert.equal(later.length, 1);
    const shown = await stage.page.$$eval(
      "b24-user",
      (elements) => elements.filter(({ user }) => user).length,
    );
    assert.ok(shown < 60, `${shown} were loaded`);
  },
);

scene("those scrolled past before they are asked for are left out", async (stage) => {
  const ids = Array.from({ length: 500 }, (_, at) => 1001 + at).filter((id) => id % 100 !== 99);
  await stage.define({ coalesceMs: 1500 });
  const { log } = await logged(async () => {
    await stage.putAndThen(ids, "scroll");
    await stage.page.waitForFunction(
      () => [...document.querySelectorAll("b24-user")].at(-1).state.status === "ready",
    );
  });
  assert.ok(
    log.every(({ ids }) => ids <= 25),
    JSON.stringify(log),
  );
  assert.equal(
    await stage.page.evaluate(() => document.querySelector("b24-user").state.status),
    "loading",
  );
});

scene("the id changes, and nobody is shown for another", async (stage) => {
  await stage.define();
  await stage.put([{ "user-id": 20 }]);
  await stage.settled(1);
  const seen = await ordered("faults", [{ kind: "delay", ms: 400, ids: [21] }], () =>
    stage.page.evaluate(async () => {
      const element = document.querySelector("b24-user");
      const seen = [];
      const name = () => element.shadowRoot.querySelector("[part=name]").textContent;
      const note = () =>
        seen.push([element.userId, element.state.status, element.user?.id ?? null]);
      element.addEventListener("b24-user-state", note);
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

scene("who listens to an element may change or remove it", async (stage) => {
  await stage.define();
  await stage.put([{ "user-id": 4 }, { "user-id": 999 }, { "user-id": 5, loading: "eager" }]);
  await stage.settled(3);
  const { log, outcome } = await logged(() =>
    stage.page.evaluate(async () => {
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

scene("an element that moves to another document takes its looks along", async (stage) => {
  await stage.define();
  await stage.put([{ "user-id": 4 }]);
  await stage.settled(1);
  const radii = await stage.page.evaluate(async () => {
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

scene("elements that are removed are not asked for", async (stage) => {
  await stage.define({ coalesceMs: 1500 });
  const { log } = await logged(async () => {
    await stage.putAndThen([5, 25], "remove");
    // Sent when all before would have been.
    await stage.page.evaluate(() => window.client.loadUser(4).then(() => {}));
  });
  assert.deepEqual(
    log.map(({ ids }) => ids),
    [1],
  );
});

scene("missing users, errors and another try", async (stage) => {
  await ordered(
    "faults",
    [{ kind: "error", code: "ACCESS_DENIED", ids: [4], times: 1 }],
    async () => {
      await stage.define({}, { labels: { missing: "Никого нет" } });
      await stage.put([{ "user-id": 4 }]);
      await stage.settled(1);
      assert.deepEqual(await stage.faces(), [
        { initials: "?", name: "Could not be loaded", position: null },
      ]);
      await stage.page.evaluate(() => document.querySelector("b24-user").refresh());
      assert.equal((await stage.faces())[0].name, "Emily Smith");
    },
  );
  await stage.put([{ "user-id": 999 }, { "user-id": "4abc" }, {}]);
  await stage.settled(2);
  assert.deepEqual(
    (await stage.faces()).map(({ name }) => name),
    ["Никого нет", "Could not be loaded", null],
  );
  assert.deepEqual(await stage.events(), [
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

scene(
  "a user who is given needs no request, also one given before the definition",
  async (stage) => {
    const { createClient } = await app.import("b24-users");
    const { users } = await createClient({
      portal: portal.origin,
      auth: portal.accessToken,
    }).getUsers([90, 5]);
    const { log, outcome } = await logged(async () => {
      await stage.put([{}, {}]);
      await stage.page.evaluate(
        (users) =>
          document.querySelectorAll("b24-user").forEach((element, index) => {
            element.user = users[index];
          }),
        users,
      );
      await stage.define();
      return stage.faces();
    });
    assert.deepEqual(log, []);
    assert.deepEqual(
      outcome.map(({ name, position }) => [name, position]),
      [
        ['Анна <b>"О\'Нил"</b> & Сыновья', "R&D <script>alert(1)</script>"],
        ["John Johnson", "Manager"],
      ],
    );
    const count = await stage.page.evaluate(async () => {
      const element = document.querySelector("b24-user");
      await element.refresh();
      return element.user.id;
    });
    assert.equal(count, 90);
  },
);

scene("a user who is given without a name has none", async (stage) => {
  await stage.define();
  await stage.put([{}]);
  await stage.page.evaluate(() => {
    const nameless = /** @type {import("b24-users").User} */ ({});
    document.querySelector("b24-user").user = nameless;
  });
  assert.deepEqual(await stage.faces(), [{ initials: "?", name: "", position: null }]);
});

scene("presence is told by a mark with a name", async (stage) => {
  const { createClient } = await app.import("b24-users");
  const { users } = await createClient({
    portal: portal.origin,
    auth: portal.accessToken,
  }).getUsers([4, 5, 25]);
  const [here, away, neither] = users.map((user) => ({
    ...user,
    lastActivityDate: null,
    absent: null,
  }));
  const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
  Object.assign(here, { lastActivityDate: inDays(0), absent: inDays(3) });
  Object.assign(away, { lastActivityDate: inDays(-2), absent: inDays(3) });
  neither.lastActivityDate = inDays(-2);
  await stage.define({}, { labels: { absent: "в отпуске", online: undefined } });
  await stage.put([{}, {}, {}]);
  await stage.page.evaluate(
    (users) =>
      document.querySelectorAll("b24-user").forEach((element, index) => {
        element.user = users[index];
      }),
    [here, away, neither],
  );
  const names = await stage.page.$$eval("b24-user", (elements) =>
    elements.map(
      ({ shadowRoot }) =>
        shadowRoot.querySelector("[part=presence]")?.getAttribute("aria-label") ?? null,
    ),
  );
  assert.deepEqual(names, ["online", "в отпуске", null]);
  if (process.env.B24_SCREENSHOTS)
    await stage.page.screenshot({
      path: join(process.env.B24_SCREENSHOTS, "element-presence.png"),
    });
});

scene(
  "screen readers are told who it is and whether there is somebody; axe finds nothing in any look",
  async (stage) => {
    await stage.define();
    await stage.put([
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
    await stage.settled(8);
    const tree = await stage.page.locator("main").ariaSnapshot();
    for (const text of ["Emily Smith", "Analyst", "John Johnson", "Unknown user"])
      assert.ok(tree.includes(text), tree);
    assert.ok(!/\bES\b/.test(tree), "initials are read out");
    await stage.page.evaluate(
      await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8"),
    );
    for (const colorScheme of ["light", "dark"]) {
      await stage.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations, passes } = await stage.page.evaluate(() => globalThis.axe.run("main"));
      assert.deepEqual(
        violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map(({ target, failureSummary }) => JSON.stringify(target) + failureSummary).join("; ")}`,
        ),
        [],
      );
      assert.ok(passes.some(({ id }) => id === "color-contrast"));
      if (process.env.B24_SCREENSHOTS)
        await stage.page.screenshot({
          path: join(process.env.B24_SCREENSHOTS, `element-${colorScheme}.png`),
        });
    }
  },
);

scene("two clients, two names", async (stage) => {
  await stage.define();
  await stage.define({}, { name: "other-user" });
  const outcome = await stage.page.evaluate(() => {
    try {
      return window.define({ portal: "example.bitrix24.com", auth: "token" });
    } catch (error) {
      return error.name;
    }
  });
  assert.equal(outcome, "NotSupportedError");
});

scene("what is no client is told by what is due", async (stage) => {
  await stage.define();
  const told = await stage.page.evaluate(() =>
    [null, undefined, {}].map((client) => {
      try {
        return window.defineUserElement(/** @type {any} */ (client), { name: "no-client" });
      } catch (error) {
        return error.message;
      }
    }),
  );
  for (const message of told) assert.match(message, /client of createClient/);
});

test("importing it in Node does nothing, by import and by require", () => {
  assert.equal(
    app.run(
      "element.mjs",
      'import { defineUserElement } from "b24-users/element"; console.log(typeof defineUserElement);',
    ),
    "function\n",
  );
  assert.equal(
    app.run("element.cjs", 'console.log(typeof require("b24-users/element").defineUserElement);'),
    "function\n",
  );
});

test("a server that defines it goes on without", () => {
  const text =
    'import { defineUserElement } from "b24-users/element"; console.log(defineUserElement({ loadUser: async () => null }));';
  assert.equal(app.run("server.mjs", text), "undefined\n");
});

test("initials can be read on every colour", async () => {
  const { textColorOn } = await app.import("b24-users");
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
