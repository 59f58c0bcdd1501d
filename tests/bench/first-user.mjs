// The time from the start of navigation until a page has its first user: each visit in a fresh
// context of the browser, and a repeated visit from the browser's cache.
import { build } from "esbuild";
import { quartiles } from "./quantiles.mjs";
import { serveCompressed } from "./serve-compressed.mjs";

const ROUNDS = Number(process.env.B24_BENCH_ROUNDS ?? 15);
const IDS = "[1, 2, 3, 4, 5]";

/** Delays of each response in milliseconds, or the browser's throttling of the whole page. */
const NETWORKS = [
  { name: "0 ms", latency: 0 },
  { name: "50 ms", latency: 50 },
  { name: "200 ms", latency: 200 },
  {
    name: "1.6 Mbit/s, 150 ms",
    latency: 0,
    throttling: { latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 },
  },
];

/** What developers use today, by name: scripts of pages that log the time of the first user. */
const contenders = ({ origin, accessToken, webhook }) => {
  const token = JSON.stringify(accessToken);
  const getUsers = (entry, setup = "") => `
    import { createClient${setup && ", init"} } from "${entry}";
    ${setup}
    const b24 = createClient({ portal: "${origin}", auth: ${token} });
    const { users: [user] } = await b24.getUsers(${IDS});`;
  return {
    "fetch by hand": `
      const body = new URLSearchParams({ ID: "${IDS}", auth: ${token} });
      const response = await fetch("${origin}/rest/im.user.list.get", { method: "POST", body });
      const [user] = Object.values((await response.json()).result);`,
    "dataloader, p-queue, ky and valibot": `
      import DataLoader from "dataloader";
      import ky from "ky";
      import PQueue from "p-queue";
      import * as v from "valibot";
      const Body = v.object({
        result: v.record(v.string(), v.nullable(v.looseObject({ id: v.number(), name: v.string() }))),
      });
      const queue = new PQueue({ interval: 500, intervalCap: 1, carryoverConcurrencyCount: true });
      const loader = new DataLoader(async (ids) => {
        const body = new URLSearchParams({ ID: JSON.stringify(ids), auth: ${token} });
        const response = await queue.add(() => ky.post("${origin}/rest/im.user.list.get", { body }).json());
        const { result } = v.parse(Body, { result: { ...response.result } });
        const users = new Map(Object.values(result).filter(Boolean).map((user) => [user.id, user]));
        return ids.map((id) => users.get(id) ?? null);
      });
      const [user] = await loader.loadMany(${IDS});`,
    "@bitrix24/b24jssdk": `
      import { ApiVersion, B24Hook } from "@bitrix24/b24jssdk";
      const [, userId, secret] = /\\/rest\\/(\\d+)\\/([^/]+)/.exec(${JSON.stringify(webhook)});
      const http = new B24Hook({ b24Url: "${origin}", userId: Number(userId), secret }).getHttpClient(ApiVersion.v2);
      http.setClientSideWarning(false, "");
      // The SDK supports https only; the fake portal is at a local http address.
      const toHttp = (url) => url?.replace("https:", "http:");
      http.ajaxClient.interceptors.request.use((config) => ({
        ...config, url: toHttp(config.url), baseURL: toHttp(config.baseURL),
      }));
      const response = await http.call("im.user.list.get", { ID: ${IDS} });
      const [user] = Object.values(response.getData().result);`,
    "b24-users, bundled": getUsers("b24-users"),
    "b24-users/slim, bundled, with the module beside it": getUsers(
      "b24-users/slim",
      'init("/dist/b24.wasm");',
    ),
    "b24-users, by import map": getUsers("b24-users"),
  };
};

/** The files of a contender's page. `index` is part of their paths. */
async function pagesOf(name, contents, index, folder) {
  const script = `/first-user-${index}.js`;
  const logged = `${contents}
    if (user?.id !== 1) throw new Error("not the first user");
    console.log(performance.now());`;
  const usesImportMap = name.includes("import map");
  const importMap = { imports: { "b24-users": "/dist/index.js" } };
  const head = usesImportMap ? `<script type=importmap>${JSON.stringify(importMap)}</script>` : "";
  const body = usesImportMap ? logged : await bundle(logged, folder);
  return {
    [script]: { body },
    [`/first-user-${index}.html`]: {
      body: `<!doctype html><meta charset=utf-8>${head}<script type=module src=${script}></script>`,
    },
  };
}

async function bundle(contents, folder) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    alias: { "b24-users": `${folder}/dist/index.js`, "b24-users/slim": `${folder}/dist/slim.js` },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  return outputFiles[0].text;
}

/** Milliseconds until the page's first user. */
async function visit(page, url, throttling) {
  if (throttling) {
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", { offline: false, ...throttling });
  }
  // The page logs the time itself: a query would keep it busy.
  const logged = new Promise((resolve, reject) => {
    page.on("console", (message) => message.type() === "log" && resolve(Number(message.text())));
    page.on("pageerror", reject);
  });
  await page.goto(url);
  return logged;
}

/** Rows with medians and quartiles, in milliseconds, for each network and contender. */
export async function measureFirstUser({ browser, folder, portal }) {
  const entries = Object.entries(contenders(portal));
  const pages = await Promise.all(
    entries.map(([name, contents], index) => pagesOf(name, contents, index, folder)),
  );
  let latency = 0;
  const server = await serveCompressed(folder, Object.assign({}, ...pages), {
    headers: { "Cache-Control": "max-age=3600" },
    delay: () => latency,
  });
  const setFaults = (method, rules) =>
    fetch(`${portal.origin}/__portal/faults`, { method, body: rules && JSON.stringify(rules) });
  const rows = [];
  try {
    for (const network of NETWORKS) {
      latency = network.latency;
      await setFaults("PUT", [{ kind: "delay", ms: latency }]);
      const times = entries.map(() => ({ cold: [], cached: [] }));
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const [index, { cold, cached }] of times.entries()) {
          const context = await browser.newContext();
          const url = `${server.origin}/first-user-${index}.html`;
          const next = async () => {
            const page = await context.newPage();
            const time = await visit(page, url, network.throttling);
            await page.close();
            return time;
          };
          cold.push(await next());
          // Browsers cache compiled code after a repeated visit.
          await next();
          cached.push(await next());
          await context.close();
        }
      }
      for (const [index, [name]] of entries.entries())
        rows.push({
          network: network.name,
          name,
          cold: quartiles(times[index].cold),
          cached: quartiles(times[index].cached),
        });
    }
  } finally {
    await setFaults("DELETE");
    await server.close();
  }
  return rows;
}
