/** The demo page as people meet it: by labels and headings. */
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
    // The same people, also those whom the browser leaves out of sight.
    this.people = page.locator("[data-user]");
    this.filter = page.getByLabel("Filter the people shown");
  }

  /** Opens it and waits for it to know its portal. */
  async open() {
    await this.page.goto(this.url);
    await this.until(
      () => document.getElementById("portal").value !== "",
      "the form is not filled in",
    );
  }

  /** Presses the button and waits for the answer. */
  async ask() {
    await this.getUsers.click();
    await this.answered();
  }

  /** Waits for the answer. */
  answered() {
    return this.until(
      () => document.getElementById("results").ariaBusy === "false",
      "nothing came of the request",
    );
  }

  /** Waits for something to be true in the page; `otherwise` says what it means if it never is. */
  async until(isTrue, otherwise) {
    try {
      await this.page.waitForFunction(isTrue);
    } catch (cause) {
      throw new Error(otherwise, { cause });
    }
  }

  /** Makes the fake portal be like that, as it says when it is done. */
  async mood(name) {
    await this.page.getByRole("radio", { name, exact: true }).check();
  }

  /** Picks ids to try. */
  async preset(name) {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  /** Presses one of the buttons about the own status, and waits for what comes of it. */
  async ownStatus(name) {
    const own = this.page.getByRole("group", { name: "Your own status" });
    await own.getByRole("button", { name, exact: true }).click();
    await this.until(
      () => !document.getElementById("own-status").textContent.endsWith("…"),
      "the portal does not tell the status",
    );
    const pressed = await own.getByRole("button", { pressed: true }).allTextContents();
    return { pressed, told: await this.page.locator("#own-status").innerText() };
  }

  /** What the client has done so far. */
  stats() {
    return this.page.locator("#stats").innerText();
  }

  /** Whether users are being asked for. */
  isBusy() {
    return this.page.evaluate(() => document.getElementById("results").ariaBusy === "true");
  }

  /** The rows of the waterfall, as words. */
  async happenings() {
    if (!(await this.page.locator("#requests").evaluate(({ open }) => open)))
      await this.page.locator("#requests summary").click();
    return this.page.locator("#requests-body tr").evaluateAll((rows) =>
      rows.map((row) => {
        const [what, when, outcome] = Array.from(row.cells, (cell) => cell.textContent.trim());
        return { kind: row.dataset.kind, what, when, outcome };
      }),
    );
  }

  /** The people it shows. */
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

  /** The entries of the notice with that title, which it opens. */
  async notice(title) {
    const notice = this.page
      .locator("details.remark")
      .filter({ has: this.page.getByRole("heading", { name: title, exact: true }) });
    if ((await notice.count()) === 0) return [];
    if (!(await notice.evaluate(({ open }) => open))) await notice.locator("summary").click();
    return this.page
      .getByRole("region", { name: title, exact: true })
      .getByRole("listitem")
      .allTextContents();
  }

  /** Everywhere a secret could have been left: text, markup, address, storage. */
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

  /** How far it can be scrolled sideways. */
  overhang() {
    return this.page.evaluate(() => {
      scrollTo({ left: 10_000, behavior: "instant" });
      const { scrollX } = window;
      scrollTo({ left: 0, top: 0, behavior: "instant" });
      return scrollX;
    });
  }
}
