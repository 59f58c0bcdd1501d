// No cookies (the portal refuses those of another user), no referrer, and no redirect followed: the token is for the portal
// alone. "manual" rather than "error", which hides a redirect behind the same error as no network.
const WISHES = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "manual" };

/**
 * What this runtime's `fetch` understands of a request's options. Cloudflare Workers throw at some of them, having neither
 * cookies nor referrers; jsdom's signals are not taken by the `fetch` of Node.
 */
export function requestInit() {
  const wishes = { ...WISHES };
  if (typeof AbortController === "function") wishes.signal = new AbortController().signal;
  // As a rule it understands them all: one by one they would hold up the first request.
  if (typeof Request !== "function" || understands(wishes)) return wishes;
  return Object.fromEntries(Object.entries(wishes).filter(([name, value]) => understands({ [name]: value })));
}

function understands(init) {
  try {
    return Boolean(new Request("https://example.bitrix24.com/", init));
  } catch {
    return false;
  }
}
