// How soon a page has its first user, each time in a fresh context of the browser. The page tells
// by itself: to ask it would keep it busy.
import { build } from "esbuild";
import { serve } from "../package/support/serve.mjs";

const ROUNDS = 15;
const quantile = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.round((values.length - 1) * part)];

const scripts = ({ origin, accessToken }) => ({
  "fetch and JSON.parse by hand": `
    const body = new URLSearchParams({ ID: "[1,2,3,4,5]", auth: ${JSON.stringify(accessToken)} });
    const response = await fetch("${origin}/rest/im.user.list.get", { method: "POST", body });
    const [user] = Object.values((await response.json()).result);
    console.log(performance.now());`,
  "b24-users": `
    import { createClient } from "b24-users";
    const b24 = createClient({ portal: "${origin}", auth: ${JSON.stringify(accessToken)} });
    const { users: [user] } = await b24.getUsers([1, 2, 3, 4, 5]);
    console.log(performance.now());`,
  "b24-users/slim, the module beside it": `
    import { createClient, init } from "b24-users/slim";
    init("/dist/b24.wasm");
    const b24 = createClient({ portal: "${origin}", auth: ${JSON.stringify(accessToken)} });
    const { users: [user] } = await b24.getUsers([1, 2, 3, 4, 5]);
    console.log(performance.now());`,
});

/** One row for each way, in turn. */
export async function coldStart({ browser, folder, portal, latency }) {
  const pages = {};
  const ways = Object.entries(scripts(portal));
  for (const [index, [, contents]] of ways.entries()) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder },
      alias: { "b24-users": `${folder}/dist/index.js`, "b24-users/slim": `${folder}/dist/slim.js` },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
    });
    pages[`/cold-${index}.js`] = { body: outputFiles[0].text };
    pages[`/cold-${index}.html`] = {
      body: `<!doctype html><meta charset=utf-8><script type=module src=/cold-${index}.js></script>`,
    };
  }
  const server = await serve(folder, pages);
  const faults = (method, rules) =>
    fetch(`${portal.origin}/__portal/faults`, { method, body: rules && JSON.stringify(rules) });
  await faults("PUT", [{ kind: "delay", ms: latency }]);
  const took = ways.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const index of ways.keys()) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const [message] = await Promise.all([
        page.waitForEvent("console"),
        page.goto(`${server.origin}/cold-${index}.html`),
      ]);
      took[index].push(Number(message.text()));
      await context.close();
    }
  }
  await faults("DELETE");
  await server.close();
  return ways.map(([name], index) => ({
    name,
    ms: quantile(took[index], 0.5),
    low: quantile(took[index], 0.25),
    high: quantile(took[index], 0.75),
  }));
}
