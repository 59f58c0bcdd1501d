import { chromium, firefox } from "playwright-core";

const FLAGS = [
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  // Nothing but this machine. Not by playwright's routes: a browser that has those answers preflights by itself.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** A browser without a window, with one page and all that its console says. */
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

/** What a page's console says, uncaught errors included. */
class Console {
  #lines = [];
  #read = 0;

  constructor(page) {
    page.on("console", (message) => {
      this.#lines.push({ type: message.type(), text: message.text(), url: message.location().url });
    });
    page.on("pageerror", (error) =>
      this.#lines.push({ type: "error", text: String(error), url: "" }),
    );
  }

  /** The complaints since the last call, violations of the page's policy among them. */
  newComplaints() {
    const lines = this.#lines.slice(this.#read);
    this.#read = this.#lines.length;
    return lines.filter(({ type }) => type === "error" || type === "warning");
  }

  /** Everything it ever said. */
  text() {
    return JSON.stringify(this.#lines);
  }
}
