// A portal, asked as plainly as can be: without the package, whose own reading is not to get in
// between.

const GAP_MS = 600;

/** What opens a portal, from the environment: an address and a token, or a webhook. */
export function credentials(env = process.env) {
  if (env.B24_LIVE_WEBHOOK) return { base: env.B24_LIVE_WEBHOOK.replace(/\/*$/, "/"), auth: {} };
  if (!env.B24_LIVE_PORTAL || !env.B24_LIVE_TOKEN) {
    throw new Error(
      "put the portal's address and a token in B24_LIVE_PORTAL and B24_LIVE_TOKEN, or a webhook in B24_LIVE_WEBHOOK",
    );
  }
  const address = env.B24_LIVE_PORTAL.includes("://")
    ? env.B24_LIVE_PORTAL
    : `https://${env.B24_LIVE_PORTAL}`;
  return { base: new URL("/rest/", address).href, auth: { auth: env.B24_LIVE_TOKEN } };
}

/** Asks below `base`, slowly enough for a portal that others use, too. */
export function connect({ base, auth }, gapMs = GAP_MS) {
  let turn = Promise.resolve();
  let requests = 0;

  async function send(method, init) {
    turn = turn.then(() => requests++ && new Promise((resolve) => setTimeout(resolve, gapMs)));
    await turn;
    const response = await fetch(base + method, {
      redirect: "manual",
      signal: AbortSignal.timeout(60_000),
      ...init,
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  const form = (fields) => new URLSearchParams([...Object.entries(auth), ...fields]);

  return {
    /** A form, as the package posts it; `fields` are pairs, so that names can be repeated. */
    ask: (method, ...fields) => send(method, { method: "POST", body: form(fields) }),
    /** The same in the query of a GET. */
    get: (method, ...fields) => send(`${method}?${form(fields)}`, { method: "GET" }),
    /** A body of JSON. */
    json: (method, params) =>
      send(method, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...auth, ...params }),
      }),
    /** Whatever `init` says. */
    send,
    requests: () => requests,
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
