// A page with user elements and without a bundler, under a policy as strict as can be.
import { portal } from "../../package/support/portal.mjs";
import { OPTIONS } from "./stage.mjs";

const DIST = "/node_modules/b24-users/dist";

const SCRIPT = `
import { createClient } from "${DIST}/index.js";
import { defineUserElement } from "${DIST}/element.js";

window.events = [];
window.defineUserElement = defineUserElement;
document.addEventListener("b24-user-state", ({ target, detail }) => events.push([target.userId, detail.status]));
window.define = (options, settings) => defineUserElement((window.client = createClient(options)), settings);
`;

/** Without sheets that can be constructed, elements bring their style along. */
const OLD_POLICY = "style-src 'unsafe-inline';";
const POLICY = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src ${portal.origin}; img-src ${portal.origin}; require-trusted-types-for 'script'; trusted-types 'none'`;

/** What a server has to serve for `ElementPage`. */
export const PAGES = {
  "/favicon.ico": { body: "" },
  "/elements.js": { body: SCRIPT },
  "/elements.html": {
    body: '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>elements</title><body><main></main><script type="module" src="elements.js"></script>',
    headers: { "Content-Security-Policy": POLICY },
  },
};

PAGES["/old.html"] = {
  ...PAGES["/elements.html"],
  headers: { "Content-Security-Policy": OLD_POLICY + POLICY },
};

export class ElementPage {
  /** Opens a page; in `old` browsers after what makes one of this browser. */
  static async open(browser, origin, old) {
    const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
    if (old) await page.addInitScript(old);
    const complaints = [];
    page.on("console", (message) => {
      // Whether requests fail is up to the tests.
      const isComplaint =
        /error|warning/.test(message.type()) &&
        !message.text().startsWith("Failed to load resource");
      if (isComplaint) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(`${origin}/${old ? "old" : "elements"}.html`);
    await page.waitForFunction(() => window.define);
    return new ElementPage(page, complaints);
  }

  constructor(page, complaints) {
    this.page = page;
    this.complaints = complaints;
  }

  define(options, settings) {
    return this.page.evaluate(
      ([options, settings]) => void window.define(options, settings),
      [{ ...OPTIONS, ...options }, settings],
    );
  }

  /** Puts elements on the page: their attributes, and `text` inside. */
  put(elements) {
    return this.page.evaluate((elements) => {
      const nodes = elements.map(({ text = "", ...attributes }) => {
        const block = document.createElement("div");
        const element = document.createElement("b24-user");
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.textContent = text;
        block.append(element);
        return block;
      });
      document.querySelector("main").replaceChildren(...nodes);
    }, elements);
  }

  /**
   * Puts elements with these ids on the page and, as soon as one of them waits, removes them or
   * scrolls to the last ("remove", "scroll").
   */
  putAndThen(ids, then) {
    return this.page.evaluate(
      async ([ids, then]) => {
        /** @type {Promise<Event>} */
        const isWaiting = new Promise((resolve) =>
          document.addEventListener("b24-user-state", resolve, { once: true }),
        );
        const nodes = ids.map((id) => {
          const block = document.createElement("div");
          block.append(Object.assign(document.createElement("b24-user"), { userId: id }));
          return block;
        });
        document.querySelector("main").replaceChildren(...nodes);
        await isWaiting;
        if (then === "remove") document.querySelector("main").replaceChildren();
        else scrollTo(0, document.body.scrollHeight);
      },
      [ids, then],
    );
  }

  /** Waits until so many are settled. */
  settled(count) {
    return this.page.waitForFunction((count) => {
      const isSettled = ({ state }) =>
        state && state.status !== "idle" && state.status !== "loading";
      return [...document.querySelectorAll("b24-user")].filter(isSettled).length === count;
    }, count);
  }

  /** What the parts of each say. */
  faces() {
    return this.page.$$eval("b24-user", (elements) =>
      elements.map(({ shadowRoot }) => {
        const text = (part) => shadowRoot.querySelector(`[part=${part}]`)?.textContent ?? null;
        return { initials: text("initials"), name: text("name"), position: text("position") };
      }),
    );
  }

  events() {
    return this.page.evaluate(() => window.events);
  }

  close() {
    return this.page.close();
  }
}
