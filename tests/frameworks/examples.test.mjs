// The applications of examples/, built by `cargo xtask` with the packed package. What the
// documentation quotes of them is what runs here.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { launch } from "../package/support/browser.mjs";
import { recordRequests, configurePortal, portal } from "../package/support/portal.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BUILT = `${ROOT}target/examples`;
/** The applications with tasks: the path of the page, and the elements that show users. */
const TASKS = {
  react: { path: "react/dist/", people: "li > :nth-child(1)" },
  vue: { path: "vue/dist/", people: "li > :nth-child(1)" },
  "plain-page": { path: "plain-page/", people: "li > b24-user [part=text]" },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Opens a page of an example in the frame of the portal, or alone. */
async function open(path, { framed = true } = {}) {
  const page = await browser.newPage({ viewport: { width: 800, height: 700 } });
  const errors = [];
  const queries = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => {
    const { origin, pathname, search } = new URL(request.url());
    if (origin === portal.origin && pathname.startsWith("/rest/")) queries.push(search);
  });
  const address = new URL(`${process.env.B24_PAGES}/examples/${path}`);
  if (framed) {
    const frame = new URL(portal.frame);
    frame.searchParams.set("app", String(address));
    await page.goto(String(frame));
  } else {
    await page.goto(String(address));
  }
  return { page, content: framed ? page.frameLocator("iframe") : page, errors, queries };
}

for (const [name, { path, people }] of Object.entries(TASKS)) {
  test(`${name}: tasks with their users, by one request`, async () => {
    const { outcome, log } = await recordRequests(async () => {
      const opened = await open(path);
      const texts = await until(
        () => opened.content.locator(people).allInnerTexts(),
        (texts) => texts.length === 8 && texts.every((text) => text !== "" && !/…/.test(text)),
      );
      const firstLines = texts.map((text) => text.split("\n")[0].trim());
      assert.deepEqual(firstLines.slice(0, 2), ["Emily Smith", "John Johnson"]);
      assert.equal(firstLines[7], "Unknown user");
      return opened;
    });
    const { page, content, errors, queries } = outcome;
    assert.deepEqual(
      log.map(({ method, status, ids }) => [method, status, ids]),
      [["im.user.list.get", 200, 7]],
    );
    assert.deepEqual(queries, [""], "no token is in an address");
    assert.equal(await page.textContent("#messages"), "getInitData 1");

    // A user who is loaded already takes over without a request.
    const { log: later } = await recordRequests(async () => {
      await content.locator("li").first().getByRole("button", { name: "Pass on" }).click();
      await until(
        () => content.locator(people).first().innerText(),
        (text) => text.includes("John Johnson"),
      );
    });
    assert.deepEqual([later, errors], [[], []]);
    await page.close();
  });
}

test("plain-page: it uses a fake portal on localhost", async () => {
  const { page, content, errors } = await open("plain-page/", { framed: false });
  await until(
    () => content.locator(TASKS["plain-page"].people).first().innerText(),
    (text) => text.includes("Emily Smith"),
  );
  assert.deepEqual(errors, []);
  await page.close();
});

test("worker: counts by position, with a token of the page", async () => {
  const { page, content, errors, queries } = await open("worker/dist/");
  const isDone = (text) => text.includes("users, ");
  const text = await until(
    async () =>
      (await content.locator("li").count()) ? content.locator("#status").innerText() : "",
    isDone,
  );
  const [, users, missing] = text.match(/^(\d+) users, (\d+) unknown ids$/);
  assert.equal(Number(users) + Number(missing), 5000);
  assert.ok(Number(users) > 4900);
  const counts = await content.locator("li").allInnerTexts();
  const sum = counts.reduce((sum, row) => sum + Number(row.match(/: (\d+)$/)[1]), 0);
  assert.equal(sum, Number(users));
  assert.ok(queries.length > 0 && queries.every((query) => query === ""));
  assert.deepEqual(errors, []);
  await page.close();
});

test("worker: an error is shown, and the button tries again", async () => {
  const { page, content } = await configurePortal(
    "faults",
    [{ kind: "error", code: "ACCESS_DENIED" }],
    async () => {
      const opened = await open("worker/dist/");
      await opened.content.getByRole("button", { name: "Try again" }).waitFor();
      return opened;
    },
  );
  assert.match(await content.locator("#status").innerText(), /\(ACCESS_DENIED\)/);
  await content.getByRole("button", { name: "Try again" }).click();
  await content.locator("li").first().waitFor();
  await page.close();
});

for (const [name, count] of Object.entries({ react: 8, vue: 4 })) {
  test(`${name}: its own tests`, () => {
    // Vitest must not take itself for a test of this runner.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const cwd = `${BUILT}/${name}`;
    const printed = execFileSync("npm", ["test"], {
      cwd,
      env: { ...env, NO_COLOR: "1" },
      encoding: "utf8",
    });
    assert.match(printed, new RegExp(`Tests\\s+${count} passed \\(${count}\\)`));
  });
}

test("node: prints users, with a webhook and with the fake portal", () => {
  const run = (env) =>
    execFileSync(process.execPath, ["main.js", "4", "5", "999"], {
      cwd: `${BUILT}/node`,
      env: { ...process.env, ...env },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  for (const webhook of [portal.webhook, ""]) {
    const lines = run({ B24_WEBHOOK: webhook }).split("\n");
    assert.match(lines[0], /^4\tEmily Smith\t/);
    assert.match(lines[1], /^5\tJohn Johnson\t/);
    assert.equal(lines[2], "999\tunknown user");
  }
});

test("node: an error exits with 1 and does not print the webhook's secret", () => {
  const webhook = `${new URL(portal.webhook).origin}/rest/1/wrongcode/`;
  try {
    execFileSync(process.execPath, ["main.js", "4"], {
      cwd: `${BUILT}/node`,
      env: { ...process.env, B24_WEBHOOK: webhook },
      encoding: "utf8",
      stdio: "pipe",
    });
    assert.fail("it succeeds");
  } catch ({ status, stdout, stderr }) {
    assert.equal(status, 1);
    assert.match(stderr, /^\w+: /);
    assert.ok(!(stdout + stderr).includes("wrongcode"));
  }
});

test("the documentation quotes the code that runs", () => {
  let quotes = 0;
  const pages = readdirSync(`${ROOT}docs`, { recursive: true, encoding: "utf8" });
  const documents = pages.filter((path) => path.endsWith(".md")).map((path) => `docs/${path}`);
  for (const file of ["README.md", "pkg-template/README.md", ...documents]) {
    const text = readFileSync(ROOT + file, "utf8");
    for (const [, source, code] of text.matchAll(/^```\w+ (examples\/\S+)\n(.*?)^```$/gms)) {
      assert.ok(readFileSync(ROOT + source, "utf8").includes(code), `${file} quotes ${source}`);
      quotes += 1;
    }
  }
  assert.ok(quotes > 0, "no quotes are found");
});

test("vue: the page passes the initial users of the server of docs/guides/vue.md to the plugin", async () => {
  const [, code] = readFileSync(`${ROOT}docs/guides/vue.md`, "utf8").match(
    /^```js server\.js\n(.*?)^```/ms,
  );
  const users = { users: [{ id: 4, name: "</script>" }], missing: [999] };
  const given = [];
  const application = {
    ...{ portal: "example.bitrix24.com", accessToken: "token", Tasks: {} },
    createClient: () => ({}),
    createSSRApp: () => ({ use: () => ({ mount() {} }) }),
    renderToString: async () => "",
    dehydrate: () => users,
    b24Users: (_client, options) => given.push(options?.initial),
    document: { getElementById: () => ({ textContent: JSON.stringify(users) }) },
  };
  await new Function(...Object.keys(application), `return (async () => { ${code} })();`)(
    ...Object.values(application),
  );
  assert.deepEqual(given, [undefined, users]);
});

/** Polls `read` until `isDone` accepts its result. */
async function until(read, isDone) {
  const end = Date.now() + 30_000;
  for (;;) {
    const result = await read();
    if (isDone(result)) return result;
    if (Date.now() > end) assert.fail(`the last result was ${JSON.stringify(result)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
