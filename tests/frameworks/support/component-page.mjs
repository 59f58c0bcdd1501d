// A page with an application that shows users.
import { portal } from "../../package/support/portal.mjs";

const OPTIONS = { portal: portal.origin, auth: portal.accessToken, retries: 0 };

export class ComponentPage {
  /** Opens the page at `address`. It shows nothing before `start`. */
  static async open(browser, address) {
    const page = await browser.newPage();
    const pageErrors = [];
    page.on("console", (message) => {
      // Failed requests are checked by the tests.
      const isError =
        /error|warning/.test(message.type()) &&
        !message.text().startsWith("Failed to load resource");
      if (isError) pageErrors.push(message.text());
    });
    page.on("pageerror", (error) => pageErrors.push(String(error)));
    await page.goto(address);
    return new ComponentPage(page, pageErrors);
  }

  constructor(page, pageErrors) {
    this.page = page;
    /** Errors and warnings of the browser and the framework. */
    this.pageErrors = pageErrors;
  }

  /** Shows `shown`: `people`, pairs of a key and an id, and a `list` of ids. */
  start(shown, /** @type {Partial<Parameters<typeof window.start>[0]>} */ settings = {}) {
    const { options, ...rest } = settings;
    return this.page.evaluate((startOptions) => window.start(startOptions), {
      options: { ...OPTIONS, ...options },
      shown,
      ...rest,
    });
  }

  async show(shown) {
    // Hydration may be deferred.
    await this.page.waitForFunction(() => window.show);
    await this.page.evaluate((shown) => window.show(shown), shown);
  }

  /**
   * Starts, and unmounts as soon as a user is loading. Returns the name of a user that is loaded
   * later, after all previous requests would have been sent.
   */
  startAndEnd(shown, options) {
    return this.page.evaluate(
      async (startOptions) => {
        const isWaiting = new Promise((resolve) => {
          const check = () => {
            if (document.querySelector("[data-status=loading]")) resolve(null);
          };
          new MutationObserver(check).observe(document.body, { subtree: true, childList: true });
        });
        window.start(startOptions);
        await isWaiting;
        // Effects of mounting run before the next task.
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

  /** Waits until all users and the list have this status. */
  async waitForAll(status) {
    await this.page.waitForFunction((status) => {
      /** @type {NodeListOf<HTMLElement>} */
      const elements = document.querySelectorAll(".person, #list");
      const people = [...elements];
      return people.length > 0 && people.every(({ dataset }) => dataset.status === status);
    }, status);
  }

  /** Per shown user: key, id, status, text. */
  people() {
    return this.page.$$eval(".person", (people) =>
      people.map(({ dataset, firstElementChild }) => [
        dataset.key,
        dataset.id,
        dataset.status,
        firstElementChild.textContent,
      ]),
    );
  }

  /** The content of the list: ids of users, missing ids and error codes. */
  async list() {
    return JSON.parse(await this.page.textContent("#list"));
  }

  /** Records users that are shown for another id. */
  recordMismatches() {
    return this.page.evaluate(() => {
      window.mismatches = [];
      const record = () => {
        /** @type {NodeListOf<HTMLElement>} */
        const people = document.querySelectorAll(".person");
        for (const { dataset } of people) {
          if (dataset.shown !== "" && dataset.shown !== dataset.id)
            window.mismatches.push([dataset.id, dataset.shown]);
        }
      };
      new MutationObserver(record).observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
      });
    });
  }

  /** Records all statuses of users from now on. */
  recordStatuses() {
    return this.page.evaluate(() => {
      window.statuses = new Set();
      const record = () =>
        /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".person")).forEach(
          ({ dataset }) => {
            window.statuses.add(dataset.status);
          },
        );
      new MutationObserver(record).observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
      });
    });
  }

  statuses() {
    return this.page.evaluate(() => [...window.statuses]);
  }

  mismatches() {
    return this.page.evaluate(() => window.mismatches);
  }

  close() {
    return this.page.close();
  }
}

/** The client options of the pages, for use on servers. */
export { OPTIONS };
