import { chromium, firefox } from "playwright-core";

const FLAGS = [
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  // Only this machine is reachable. Not by playwright's routes: with them, the browser answers
  // preflights itself.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/**
 * A headless browser with one page, and the messages of its console.
 *
 * @param {{ B24_CHROMIUM?: string, B24_FIREFOX?: string }} paths
 */
export async function open({ B24_CHROMIUM, B24_FIREFOX }) {
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = B24_CHROMIUM
    ? await chromium.launch({ executablePath: B24_CHROMIUM, args: [...FLAGS, ...asRoot] })
    : await firefox.launch({ executablePath: B24_FIREFOX, channel: "moz-firefox" });
  const context = await browser.newContext({
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: null,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return { page, console: new Console(page), close: () => browser.close() };
}

/** The messages of a page's console, including uncaught errors. */
class Console {
  #messages = [];
  #readCount = 0;

  constructor(page) {
    page.on("console", (message) => {
      this.#messages.push({
        type: message.type(),
        text: message.text(),
        url: message.location().url,
      });
    });
    page.on("pageerror", (error) =>
      this.#messages.push({ type: "error", text: String(error), url: "" }),
    );
  }

  /** The errors and warnings since the last call, including violations of the page's policy. */
  newProblems() {
    const messages = this.#messages.slice(this.#readCount);
    this.#readCount = this.#messages.length;
    return messages.filter(({ type }) => type === "error" || type === "warning");
  }

  /** All messages. */
  text() {
    return JSON.stringify(this.#messages);
  }
}
