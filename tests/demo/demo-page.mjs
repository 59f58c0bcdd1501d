/** The demo page, addressed by labels and headings. */
export class DemoPage {
  constructor(page, url) {
    this.page = page;
    this.url = url;
    this.portal = page.getByLabel("Portal", { exact: true });
    this.token = page.getByLabel("Access token");
    this.ids = page.getByLabel("User ids");
    this.getUsers = page.getByRole("button", { name: "Get users" });
    this.stop = page.getByRole("button", { name: "Stop" });
    this.alert = page.getByRole("alert");
    this.cards = page.getByRole("region", { name: "People" }).getByRole("article");
    // The same users, including those whose layout the browser skips.
    this.people = page.locator("[data-user]");
    this.filter = page.getByLabel("Filter the people shown");
  }

  /** Opens the page at a link, which sends no request, and waits until it knows its portal. */
  async open(hash = "preset=all-kinds") {
    // A change of the hash alone would not load the page.
    await this.page.goto("about:blank");
    await this.page.goto(`${this.url}#${hash}`);
    await this.until(
      () => /** @type {HTMLInputElement} */ (document.getElementById("portal")).value !== "",
      "the form is not filled in",
    );
  }

  /** Opens the page as a visitor without a link, and waits for the users that it shows. */
  async openFirstLook() {
    await this.page.goto("about:blank");
    await this.page.goto(this.url);
    await this.responseShown();
  }

  /** Submits the form and waits for the response. */
  async submit() {
    await this.getUsers.click();
    await this.responseShown();
  }

  /** Waits for the response. */
  responseShown() {
    return this.until(
      () => document.getElementById("results").ariaBusy === "false",
      "the request did not end",
    );
  }

  /** Waits for a condition in the page; after a timeout it fails with `message`. */
  async until(condition, message) {
    try {
      await this.page.waitForFunction(condition);
    } catch (cause) {
      throw new Error(message, { cause });
    }
  }

  /** Selects a scenario of the fake portal. */
  async scenario(name) {
    await this.page.getByRole("radio", { name, exact: true }).check();
  }

  /** Fills in example ids. */
  async preset(name) {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  /** Clicks one of the buttons of the own status and waits for the result. */
  async ownStatus(name) {
    const own = this.page.getByRole("group", { name: "Your own status" });
    await own.getByRole("button", { name, exact: true }).click();
    await this.until(
      () => !document.getElementById("own-status").textContent.endsWith("…"),
      "the status is not shown",
    );
    const pressed = await own.getByRole("button", { pressed: true }).allTextContents();
    return { pressed, text: await this.page.locator("#own-status").innerText() };
  }

  /** The statistics of the client. */
  stats() {
    return this.page.locator("#stats").innerText();
  }

  /** Whether a request is running. */
  isBusy() {
    return this.page.evaluate(() => document.getElementById("results").ariaBusy === "true");
  }

  /** The texts of the waterfall's rows. */
  async events() {
    if (!(await this.page.locator("#requests").evaluate(({ open }) => open)))
      await this.page.locator("#requests summary").click();
    return this.page.locator("#requests-body tr").evaluateAll((rows) =>
      rows.map((row) => {
        const [title, when, outcome] = Array.from(row.cells, (cell) => cell.textContent.trim());
        return { kind: row.dataset.kind, title, when, outcome };
      }),
    );
  }

  /** The users on the page. */
  users() {
    return this.cards.evaluateAll((cards) =>
      cards.map((card) => {
        const textIn = (root) => (selector) => root.querySelector(selector)?.textContent ?? null;
        const { shadowRoot } = card.querySelector("b24-user");
        const [text, part] = [textIn(card), textIn(shadowRoot)];
        return {
          id: Number(card.closest("[data-user]").dataset.user),
          name: part("[part=name]"),
          position: part("[part=position]"),
          phone: text('a[href^="tel:"]'),
          badges: Array.from(card.querySelectorAll(".badge"), (badge) => badge.textContent),
          avatar: shadowRoot.querySelector("img") ? "picture" : part("[part=initials]"),
        };
      }),
    );
  }

  /** Opens the notice with this title and returns its entries. */
  async notice(title) {
    const notice = this.page
      .locator("details.disclosure")
      .filter({ has: this.page.getByRole("heading", { name: title, exact: true }) });
    if ((await notice.count()) === 0) return [];
    if (!(await notice.evaluate(({ open }) => open))) await notice.locator("summary").click();
    return this.page
      .getByRole("region", { name: title, exact: true })
      .getByRole("listitem")
      .allTextContents();
  }

  /** Everything that could contain a secret: text, markup, address, storage. */
  traces() {
    return this.page.evaluate(() =>
      JSON.stringify([
        document.documentElement.outerHTML,
        document.body.innerText,
        location.href,
        history.state,
        document.cookie,
        { ...localStorage },
        { ...sessionStorage },
      ]),
    );
  }

  /** How far the page can be scrolled sideways, in pixels. */
  horizontalOverflow() {
    return this.page.evaluate(() => {
      scrollTo({ left: 10_000, behavior: "instant" });
      const { scrollX } = window;
      scrollTo({ left: 0, top: 0, behavior: "instant" });
      return scrollX;
    });
  }
}
