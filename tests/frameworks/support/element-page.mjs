// A page with user elements, without a bundler and with a strict content security policy.
import { portal } from "../../package/support/portal.mjs";
import { OPTIONS } from "./component-page.mjs";

const DIST = "/node_modules/b24-users/dist";

const SCRIPT = `
import { createClient } from "${DIST}/index.js";
import { defineUserElement } from "${DIST}/element.js";

window.events = [];
window.defineUserElement = defineUserElement;
document.addEventListener("b24-user-state", ({ target, detail }) => events.push([target.userId, detail.status]));
window.define = (options, settings) => defineUserElement((window.client = createClient(options)), settings);
`;

/** Without constructable stylesheets, the elements use inline styles. */
const OLD_POLICY = "style-src 'unsafe-inline';";
const POLICY = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src ${portal.origin}; img-src ${portal.origin}; require-trusted-types-for 'script'; trusted-types 'none'`;

/** The pages that a server has to provide for `ElementPage`. */
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
  /** Opens a page. The script `old` removes features first, to emulate an older browser. */
  static async open(browser, origin, old) {
    const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
    if (old) await page.addInitScript(old);
    const pageErrors = [];
    page.on("console", (message) => {
      // Whether requests fail is up to the tests.
      const isError =
        /error|warning/.test(message.type()) &&
        !message.text().startsWith("Failed to load resource");
      if (isError) pageErrors.push(message.text());
    });
    page.on("pageerror", (error) => pageErrors.push(String(error)));
    await page.goto(`${origin}/${old ? "old" : "elements"}.html`);
    await page.waitForFunction(() => window.define);
    return new ElementPage(page, pageErrors);
  }

  constructor(page, pageErrors) {
    this.page = page;
    this.pageErrors = pageErrors;
  }

  define(options, settings) {
    return this.page.evaluate(
      ([options, settings]) => void window.define(options, settings),
      [{ ...OPTIONS, ...options }, settings],
    );
  }

  /** Replaces the page's elements. Each has the given attributes and the content `text`. */
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
   * Replaces the page's elements by elements with these ids. As soon as one of them is loading,
   * removes them or scrolls to the last ("remove", "scroll").
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

  /** Waits until `count` elements are settled. */
  settled(count) {
    return this.page.waitForFunction((count) => {
      const isSettled = ({ state }) =>
        state && state.status !== "idle" && state.status !== "loading";
      return [...document.querySelectorAll("b24-user")].filter(isSettled).length === count;
    }, count);
  }

  /** Per element: the texts of its parts. */
  texts() {
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
