// The time until the second visit of a page shows its first user: with users that the first visit
// has stored, without them, and with users in the page itself. The page reports the time itself: a
// query would keep it busy.
import { build } from "esbuild";

import { serve } from "../package/support/serve.mjs";
import { quartiles } from "./quantiles.mjs";

const ROUNDS = 15;
const IDS = [1, 2, 3, 4, 5];

/** A page whose script shows users in elements, and reports the first one and the last response. */
const script = ({ origin, accessToken }, { cache = "{}", inline = [], imports = "" }) => `
  import { createClient } from "b24-users";
  import { defineUserElement } from "b24-users/element";
  ${imports}
  let isShown = false;
  const responses = () => performance.getEntriesByType("resource").filter(({ name }) => name.startsWith("${origin}")).length;
  document.addEventListener("b24-user-state", ({ detail: { status, isStale } }) => {
    if (status === "ready" && !isShown) {
      isShown = true;
      console.log(JSON.stringify({ ms: performance.now(), isStale, responses: responses() }));
    }
  });
  const b24 = createClient({ portal: "${origin}", auth: ${JSON.stringify(accessToken)}, cache: ${cache} });
  defineUserElement(b24);
  const users = ${JSON.stringify(inline)};
  for (const id of ${JSON.stringify(IDS)}) {
    const element = document.createElement("b24-user");
    element.setAttribute("loading", "eager");
    const user = users.find((user) => user.id === id);
    if (user) element.user = user;
    else element.userId = id;
    document.body.append(element);
  }
  const isLoaded = () => [...document.querySelectorAll("b24-user")].every(({ state: { status, isStale } }) => status === "ready" && !isStale);
  const timer = setInterval(() => {
    if (!isLoaded()) return;
    clearInterval(timer);
    // Users are stored after the responses.
    setTimeout(() => console.log(JSON.stringify({ requests: b24.stats().requests })), 300);
  }, 20);`;

/** One row for each kind of page: medians and quartiles of the second visit. */
export async function secondVisit({ browser, folder, portal, latency }) {
  const { createClient } = await import(`${folder}/dist/index.js`);
  const client = createClient({ portal: portal.origin, auth: portal.accessToken });
  const { users: inline } = await client.getUsers(IDS);
  const kinds = {
    "the users in the page": { inline },
    "a persistent cache": {
      imports: 'import { persistentCache } from "b24-users/persist";',
      cache: "{ persist: persistentCache({ key: 1 }) }",
    },
    "no persistent cache": {},
  };
  const pages = { "/favicon.ico": { body: "" } };
  for (const [index, kind] of Object.values(kinds).entries()) {
    const { outputFiles } = await build({
      stdin: { contents: script(portal, kind), resolveDir: folder },
      alias: Object.fromEntries(
        ["element", "persist"]
          .map((entry) => [`b24-users/${entry}`, `${folder}/dist/${entry}.js`])
          .concat([["b24-users", `${folder}/dist/index.js`]]),
      ),
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
    });
    pages[`/second-${index}.js`] = { body: outputFiles[0].text };
    pages[`/second-${index}.html`] = {
      body: `<!doctype html><meta charset=utf-8><body><script type=module src=/second-${index}.js></script>`,
    };
  }
  const server = await serve(folder, pages);
  const faults = (method, rules) =>
    fetch(`${portal.origin}/__portal/faults`, { method, body: rules && JSON.stringify(rules) });
  await faults("PUT", [{ kind: "delay", ms: latency }]);
  const names = Object.keys(kinds);
  const visits = names.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const index of names.keys()) {
      const context = await browser.newContext();
      await visit(context, `${server.origin}/second-${index}.html`);
      visits[index].push(await visit(context, `${server.origin}/second-${index}.html`));
      await context.close();
    }
  }
  await faults("DELETE");
  await server.close();
  return names.map((name, index) => ({
    name,
    times: quartiles(visits[index].map(({ ms }) => ms)),
    responses: Math.max(...visits[index].map(({ responses }) => responses)),
    requests: Math.max(...visits[index].map(({ requests }) => requests)),
  }));
}

/** What a page reports of its first user, and the number of its requests. */
async function visit(context, address) {
  const page = await context.newPage();
  const report = {};
  /** @type {Promise<void>} */
  const done = new Promise((resolve) => {
    page.on("console", (message) => {
      // The rest is about pictures, which the fake portal does not have.
      if (message.type() !== "log") return;
      Object.assign(report, JSON.parse(message.text()));
      if (report.requests !== undefined) resolve();
    });
  });
  await page.goto(address);
  await done;
  await page.close();
  return report;
}
