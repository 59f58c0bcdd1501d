// A page in which an application shows people.
import { portal } from "../../package/support/portal.mjs";

const OPTIONS = { portal: portal.origin, auth: portal.accessToken, retries: 0 };

export class Stage {
  /** Opens the page at `address`; it shows nothing yet. */
  static async open(browser, address) {
    const page = await browser.newPage();
    const complaints = [];
    page.on("console", (message) => {
      // Whether requests fail is up to the tests.
      const isComplaint =
        /error|warning/.test(message.type()) &&
        !message.text().startsWith("Failed to load resource");
      if (isComplaint) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(address);
    return new Stage(page, complaints);
  }

  constructor(page, complaints) {
    this.page = page;
    /** All that the browser and the framework had to complain about. */
    this.complaints = complaints;
  }

  /** Shows `shown`: `people`, pairs of a place and an id, and a `list` of ids. */
  start(shown, /** @type {Partial<Parameters<typeof window.start>[0]>} */ settings = {}) {
    const { options, ...rest } = settings;
    return this.page.evaluate((how) => window.start(how), {
      options: { ...OPTIONS, ...options },
      shown,
      ...rest,
    });
  }

  async show(shown) {
    // Pages that take over a server's markup do so when they have the time.
    await this.page.waitForFunction(() => window.show);
    await this.page.evaluate((shown) => window.show(shown), shown);
  }

  /**
   * Starts, ends as soon as anybody is waited for, and gives what a call after that brings, when
   * all before would have been sent.
   */
  startAndEnd(shown, options) {
    return this.page.evaluate(
      async (how) => {
        const isWaiting = new Promise((resolve) => {
          const look = () => {
            if (document.querySelector("[data-status=loading]")) resolve(null);
          };
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
        });
        window.start(how);
        await isWaiting;
        // Whatever is done at mounting has been done.
        await new Promise((resolve) => setTimeout(resolve));
        window.end();
        return (await window.client.loadUser(4)).name;
      },
      { options: { ...OPTIONS, ...options }, shown },
    );
  }

  end() {
    return this.page.evaluate(() => window.end());
  }

  /** Waits until everybody has this status. */
  async all(status) {
    await this.page.waitForFunction((status) => {
      /** @type {NodeListOf<HTMLElement>} */
      const elements = document.querySelectorAll(".person, #list");
      const people = [...elements];
      return people.length > 0 && people.every(({ dataset }) => dataset.status === status);
    }, status);
  }

  /** Who is shown: place, id, status, text. */
  people() {
    return this.page.$$eval(".person", (people) =>
      people.map(({ dataset, firstElementChild }) => [
        dataset.place,
        dataset.id,
        dataset.status,
        firstElementChild.textContent,
      ]),
    );
  }

  /** What the list shows: users, missing and codes of errors. */
  async list() {
    return JSON.parse(await this.page.textContent("#list"));
  }

  /** Keeps the ids of users who are shown for another id. */
  watchForStrangers() {
    return this.page.evaluate(() => {
      window.strangers = [];
      const look = () => {
        /** @type {NodeListOf<HTMLElement>} */
        const people = document.querySelectorAll(".person");
        for (const { dataset } of people) {
          if (dataset.shown !== "" && dataset.shown !== dataset.id)
            window.strangers.push([dataset.id, dataset.shown]);
        }
      };
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
      });
    });
  }

  /** Keeps all statuses that anybody has from now on. */
  watchStatuses() {
    return this.page.evaluate(() => {
      window.statuses = new Set();
      const look = () =>
        /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".person")).forEach(
          ({ dataset }) => {
            window.statuses.add(dataset.status);
          },
        );
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
      });
    });
  }

  statuses() {
    return this.page.evaluate(() => [...window.statuses]);
  }

  strangers() {
    return this.page.evaluate(() => window.strangers);
  }

  close() {
    return this.page.close();
  }
}

/** For servers, the options that pages start with. */
export { OPTIONS };
