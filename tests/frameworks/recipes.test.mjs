// The recipes of docs/recipes: applications in a frame of the fake portal, which get their token
// by @bitrix24/b24jssdk and show users.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { launch } from "../package/support/browser.mjs";
import { recordRequests, portal } from "../package/support/portal.mjs";

const RECIPES = new URL("../../www-demo/recipes/", import.meta.url);
const DOCS = new URL("../../docs/recipes/", import.meta.url);
/** Selectors of the rows and of the user in a row. */
const SELECTORS = {
  vue: ["li", "li > :nth-child(1)"],
  react: ["li", "li > :nth-child(1)"],
  element: ["li", "li > b24-user [part=text]"],
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** The recipe in the portal's frame page. */
async function open(recipe) {
  const page = await browser.newPage({ viewport: { width: 800, height: 700 } });
  const address = new URL(portal.frame);
  address.searchParams.set("app", `${process.env.B24_PAGES}/recipes/${recipe}/`);
  await page.goto(String(address));
  return { page, frame: page.frameLocator("iframe") };
}

for (const [recipe, [rows, people]] of Object.entries(SELECTORS)) {
  test(`${recipe}: tasks and their responsible users are shown with one request`, async () => {
    const pageErrors = [];
    const { outcome: page, log } = await recordRequests(async () => {
      const { page, frame } = await open(recipe);
      page.on("pageerror", (error) => pageErrors.push(String(error)));
      const texts = await until(
        () => frame.locator(people).allInnerTexts(),
        (texts) => texts.length === 8 && texts.every((text) => text !== "" && !/…/.test(text)),
      );
      assert.deepEqual(
        texts.slice(0, 2).map((text) => text.split("\n")[0].trim()),
        ["Emily Smith", "John Johnson"],
      );
      assert.match(texts[7], /Nobody you can see|Unknown user/);
      return page;
    });
    assert.deepEqual(
      log.map(({ method, status, ids }) => [method, status, ids]),
      [["im.user.list.get", 200, 7]],
    );
    assert.equal(await page.textContent("#messages"), "getInitData 1");

    // A user who is already shown can be assigned without a request.
    const frame = page.frameLocator("iframe");
    const { log: later } = await recordRequests(async () => {
      await frame.locator(rows).first().getByRole("button").click();
      await until(
        () => frame.locator(people).first().innerText(),
        (text) => text.includes("John Johnson"),
      );
    });
    assert.deepEqual([later, pageErrors], [[], []]);
    await page.close();
  });

  test(`${recipe}: docs/recipes has the code that runs`, () => {
    const text = readFileSync(new URL(`${recipe}.md`, DOCS), "utf8");
    const blocks = [...text.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)];
    assert.ok(blocks.length >= 2, "the recipe contains its files");
    for (const [, file, code] of blocks)
      assert.equal(code, readFileSync(new URL(`${recipe}/${file}`, RECIPES), "utf8"), file);
  });
}

test("vue: the page passes the initial users of its server to the plugin", async () => {
  const [, code] = readFileSync(new URL("vue.md", DOCS), "utf8").match(
    /^## On a server\n.*?^```js\n(.*?)^```/ms,
  );
  const users = { users: [{ id: 4, name: "</script>" }], missing: [999] };
  const initialUsers = [];
  const application = {
    ...{ portal: "example.bitrix24.com", accessToken: "token", Tasks: {} },
    createClient: () => ({}),
    createSSRApp: () => ({ use: () => ({ mount() {} }) }),
    renderToString: async () => "",
    dehydrate: () => users,
    b24Users: (_client, options) => initialUsers.push(options?.initial),
    document: { getElementById: () => ({ textContent: JSON.stringify(users) }) },
  };
  await new Function(...Object.keys(application), `return (async () => { ${code} })();`)(
    ...Object.values(application),
  );
  assert.deepEqual(initialUsers, [undefined, users]);
});

/** Polls `read` until `isMet` accepts its value, and returns the value. */
async function until(read, isMet) {
  const end = Date.now() + 30_000;
  for (;;) {
    const value = await read();
    if (isMet(value)) return value;
    if (Date.now() > end) assert.fail(`timed out with ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
