// Whole calls against the fake portal, warm: what a page waits for.
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

async function delayed(portal, latency, work) {
  const address = `${portal.origin}/__portal/faults`;
  await fetch(address, { method: "PUT", body: JSON.stringify([{ kind: "delay", ms: latency }]) });
  try {
    return await work();
  } finally {
    await fetch(address, { method: "DELETE" });
  }
}

/** Requests and milliseconds of `work`, the median of some rounds. */
async function told(portal, latency, rounds, work) {
  const took = [];
  const firsts = [];
  let requests = {};
  for (let round = 0; round < rounds; round++) {
    await fetch(`${portal.origin}/__portal/log`, { method: "DELETE" });
    await delayed(portal, latency, async () => {
      const begin = performance.now();
      // Whoever gives users bit by bit tells when the first came.
      const first = await work();
      took.push(performance.now() - begin);
      firsts.push(typeof first === "number" ? first - begin : took.at(-1));
    });
    const log = await (await fetch(`${portal.origin}/__portal/log`)).json();
    requests = {
      posts: log.filter(({ verb }) => verb === "POST").length,
      preflights: log.filter(({ verb }) => verb === "OPTIONS").length,
    };
  }
  return { first: median(firsts), ms: median(took), ...requests };
}

/** The same, once it is warm; what it failed with if it did. */
async function attempt(portal, latency, rounds, work) {
  try {
    await work();
    return await told(portal, latency, rounds, work);
  } catch (error) {
    return { failed: error?.code ?? String(error) };
  }
}

const upTo = (count) => Array.from({ length: count }, (_, index) => index + 1);

/** One call for 5, 1000 and 10 000 users, and 1000 users asked for by 100 components at once. */
export async function endToEnd({ createClient, sdk, portal, latency }) {
  const limits = { burst: 1e6, perSecond: 1e6 };
  const b24 = createClient({ portal: portal.origin, auth: portal.accessToken, limits });
  const sdkClient = await sdkOf(sdk, portal);
  const byHand = async (ids) => {
    const form = new URLSearchParams({ ID: JSON.stringify(ids), auth: portal.accessToken });
    const response = await fetch(`${portal.origin}/rest/im.user.list.get`, {
      method: "POST",
      body: form,
    });
    return Object.values((await response.json()).result);
  };
  const ways = {
    "b24-users": (ids) => b24.getUsers(ids, { fresh: true }),
    "b24-users, streamUsers": async (ids) => {
      let first;
      for await (const { users } of b24.streamUsers(ids, { fresh: true }))
        if (users.length > 0) first ??= performance.now();
      return first;
    },
    "fetch and JSON.parse by hand": byHand,
    "@bitrix24/b24jssdk": (ids) => sdkClient.call("im.user.list.get", { ID: ids }),
  };
  const rows = [];
  for (const count of [5, 1000, 10_000]) {
    for (const [name, way] of Object.entries(ways)) {
      rows.push({
        latency,
        what: `${count} users, one call`,
        name,
        ...(await attempt(portal, latency, 3, () => way(upTo(count)))),
      });
    }
  }
  const components = Array.from({ length: 100 }, (_, index) =>
    upTo(1000).slice(index * 10, index * 10 + 10),
  );
  const together = {
    "b24-users": () => {
      b24.invalidate();
      return Promise.all(components.flatMap((ids) => ids.map((id) => b24.loadUser(id))));
    },
    "fetch and JSON.parse by hand": () => Promise.all(components.map(byHand)),
    "@bitrix24/b24jssdk": () =>
      Promise.all(components.map((ids) => sdkClient.call("im.user.list.get", { ID: ids }))),
  };
  for (const [name, way] of Object.entries(together)) {
    rows.push({
      latency,
      what: "1000 users, by 100 components",
      name,
      ...(await attempt(portal, latency, 3, way)),
    });
  }
  return rows;
}

async function sdkOf({ ApiVersion, B24Hook }, portal) {
  const [, userId, secret] = /\/rest\/(\d+)\/([^/]+)/.exec(portal.webhook);
  const http = new B24Hook({ b24Url: portal.origin, userId: Number(userId), secret }).getHttpClient(
    ApiVersion.v2,
  );
  http.setClientSideWarning(false, "");
  // It knows https only, and would hold back what the others send at once.
  const plain = (address) => address?.replace("https:", "http:");
  http.ajaxClient.interceptors.request.use((config) => ({
    ...config,
    url: plain(config.url),
    baseURL: plain(config.baseURL),
  }));
  await http.setRestrictionManagerParams({
    ...http.getRestrictionManagerParams(),
    rateLimit: { burstLimit: 1e9, drainRate: 1e9, adaptiveEnabled: false },
    adaptiveConfig: { enabled: false },
  });
  return http;
}
