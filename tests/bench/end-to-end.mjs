// Complete calls against the fake portal, after a warm-up.
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

async function withLatency(portal, latency, work) {
  const address = `${portal.origin}/__portal/faults`;
  await fetch(address, { method: "PUT", body: JSON.stringify([{ kind: "delay", ms: latency }]) });
  try {
    return await work();
  } finally {
    await fetch(address, { method: "DELETE" });
  }
}

/** Requests and median milliseconds of `work`. */
async function measure(portal, latency, rounds, work) {
  const times = [];
  const firstTimes = [];
  let requests = {};
  for (let round = 0; round < rounds; round++) {
    await fetch(`${portal.origin}/__portal/log`, { method: "DELETE" });
    await withLatency(portal, latency, async () => {
      const start = performance.now();
      // Streaming contenders return the time of the first user.
      const first = await work();
      times.push(performance.now() - start);
      firstTimes.push(typeof first === "number" ? first - start : times.at(-1));
    });
    const log = await (await fetch(`${portal.origin}/__portal/log`)).json();
    requests = {
      posts: log.filter(({ verb }) => verb === "POST").length,
      preflights: log.filter(({ verb }) => verb === "OPTIONS").length,
    };
  }
  return { first: median(firstTimes), ms: median(times), ...requests };
}

/** Measures `work` after a warm-up. Returns the error code if it fails. */
async function tryMeasure(portal, latency, rounds, work) {
  try {
    await work();
    return await measure(portal, latency, rounds, work);
  } catch (error) {
    return { failed: error?.code ?? String(error) };
  }
}

const upTo = (count) => Array.from({ length: count }, (_, index) => index + 1);

/** One call for 5, 1000 and 10 000 users, and concurrent calls of 100 components for 1000 users. */
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
  const contenders = {
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
    for (const [name, load] of Object.entries(contenders)) {
      rows.push({
        latency,
        what: `${count} users, one call`,
        name,
        ...(await tryMeasure(portal, latency, 3, () => load(upTo(count)))),
      });
    }
  }
  const components = Array.from({ length: 100 }, (_, index) =>
    upTo(1000).slice(index * 10, index * 10 + 10),
  );
  const concurrent = {
    "b24-users": () => {
      b24.invalidate();
      return Promise.all(components.flatMap((ids) => ids.map((id) => b24.loadUser(id))));
    },
    "fetch and JSON.parse by hand": () => Promise.all(components.map(byHand)),
    "@bitrix24/b24jssdk": () =>
      Promise.all(components.map((ids) => sdkClient.call("im.user.list.get", { ID: ids }))),
  };
  for (const [name, load] of Object.entries(concurrent)) {
    rows.push({
      latency,
      what: "1000 users, by 100 components",
      name,
      ...(await tryMeasure(portal, latency, 3, load)),
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
  // The SDK supports HTTPS only, and its rate limiter would delay the requests.
  const toHttp = (address) => address?.replace("https:", "http:");
  http.ajaxClient.interceptors.request.use((config) => ({
    ...config,
    url: toHttp(config.url),
    baseURL: toHttp(config.baseURL),
  }));
  await http.setRestrictionManagerParams({
    ...http.getRestrictionManagerParams(),
    rateLimit: { burstLimit: 1e9, drainRate: 1e9, adaptiveEnabled: false },
    adaptiveConfig: { enabled: false },
  });
  return http;
}
