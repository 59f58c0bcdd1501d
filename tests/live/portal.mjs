// Plain requests to a portal, without the package, so that its parser cannot hide differences.

const GAP_MS = 600;

/** The credentials in the environment: an address and a token, or a webhook. */
export function credentials(env = process.env) {
  if (env.B24_LIVE_WEBHOOK) return { base: env.B24_LIVE_WEBHOOK.replace(/\/*$/, "/"), auth: {} };
  if (!env.B24_LIVE_PORTAL || !env.B24_LIVE_TOKEN) {
    throw new Error(
      "set B24_LIVE_PORTAL and B24_LIVE_TOKEN to the portal's address and a token, or B24_LIVE_WEBHOOK to a webhook",
    );
  }
  const address = env.B24_LIVE_PORTAL.includes("://")
    ? env.B24_LIVE_PORTAL
    : `https://${env.B24_LIVE_PORTAL}`;
  return { base: new URL("/rest/", address).href, auth: { auth: env.B24_LIVE_TOKEN } };
}

/** Sends requests below `base`, with a pause between them to spare a portal in use. */
export function connect({ base, auth }, gapMs = GAP_MS) {
  let pause = Promise.resolve();
  let requests = 0;

  async function send(method, init) {
    pause = pause.then(() => requests++ && new Promise((resolve) => setTimeout(resolve, gapMs)));
    await pause;
    const response = await fetch(base + method, {
      redirect: "manual",
      signal: AbortSignal.timeout(60_000),
      ...init,
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: tryParse(text) };
  }

  const form = (fields) => new URLSearchParams([...Object.entries(auth), ...fields]);

  return {
    /** Posts a form, as the package does. `fields` are pairs, so that names can be repeated. */
    post: (method, ...fields) => send(method, { method: "POST", body: form(fields) }),
    /** Sends the fields in the query of a GET request. */
    get: (method, ...fields) => send(`${method}?${form(fields)}`, { method: "GET" }),
    /** Posts a JSON body. */
    json: (method, params) =>
      send(method, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...auth, ...params }),
      }),
    /** Sends a request with the options `init` of `fetch`. */
    send,
    requests: () => requests,
  };
}

function tryParse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
