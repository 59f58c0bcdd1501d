// Tokens from the page of the portal that shows an application in a frame.
import { B24Error } from "../client/errors.js";

// As long as b24jssdk waits; BX24 itself would for ever.
const PATIENCE_MS = 10_000;

export function fromBX24(BX24) {
  // The official script leaves `null` outside of a frame.
  check("fromBX24", BX24, "getAuth", "the global object of the official script, which is there in a frame of a portal only");
  const read = () => tokenOfBX24(BX24.getAuth());
  const begin = async () => {
    // Before that, `getAuth` gives `false`, and `refreshAuth` does nothing.
    if (!read()) await called("BX24.init", (done) => BX24.init(done));
    return { read, renew: async () => tokenOfBX24(await called("BX24.refreshAuth", (done) => BX24.refreshAuth(done))) };
  };
  return tokens(begin);
}

export function fromB24Frame($b24) {
  if (typeof $b24?.then !== "function") check("fromB24Frame", $b24, "auth", "an object of @bitrix24/b24jssdk, or a promise of one");
  const promised = Promise.resolve($b24);
  // The first call tells of it.
  promised.catch(() => {});
  const begin = async () => {
    const sdk = await inTime("initializeB24Frame()", promised);
    const origin = sdk.getTargetOrigin();
    // The "token" of a `B24Hook` is its webhook's code, which belongs in no form.
    if (sdk.auth.getAuthData()?.refresh_token === "hook") {
      throw invalid("fromB24Frame was given a B24Hook; pass the webhook's address as `auth: { webhook }`");
    }
    return {
      read: () => tokenOfSdk(sdk.auth.getAuthData(), origin),
      renew: async () => tokenOfSdk(await inTime("refreshAuth()", sdk.auth.refreshAuth()), origin),
    };
  };
  return tokens(begin);
}

/** Asks for a new token only if there is none, or none but the last that was given: the other script may have renewed it. */
function tokens(begin) {
  let given;
  const getToken = async ({ reason }) => {
    const { read, renew } = await begin();
    const known = read();
    const part = reason === "moved" ? "portal" : "accessToken";
    const token = known && (reason === "initial" || known[part] !== given?.[part]) ? known : await renew();
    if (!token) throw unavailable("The portal's page gave no token");
    given = token;
    return token;
  };
  return { auth: { getToken } };
}

/** `false` before `BX24.init` and after expiry. In spite of its name, `expires_in` is a moment: milliseconds since 1970. */
function tokenOfBX24(given) {
  if (!given) return undefined;
  return { accessToken: given.access_token, expiresAt: moment(given.expires_in), portal: addressOf(given.domain) };
}

/** Here `expires` is the moment, in seconds. */
function tokenOfSdk(given, origin) {
  if (!given) return undefined;
  return { accessToken: given.access_token, expiresAt: moment(given.expires * 1000), portal: origin };
}

// A moment that is none is as good as unknown: the portal will tell.
function moment(ms) {
  return Number(ms) > 1e11 ? Number(ms) : undefined;
}

/** BX24 tells the host alone, perhaps with a port; the protocol is where it has both from. */
function addressOf(domain) {
  const [host, protocol] = String(globalThis.name).split("|");
  const bare = (text) => String(text).replace(/:(80|443)$/, "");
  return protocol === "0" && bare(host) === bare(domain) ? `http://${domain}` : domain;
}

/** What `ask` calls back with. */
function called(what, ask) {
  return inTime(what, new Promise((resolve) => ask(resolve)));
}

async function inTime(what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(unavailable(`No answer to ${what} within ${PATIENCE_MS / 1000} s: is this page open in a frame of a portal?`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function invalid(message) {
  return B24Error.of("request", "INVALID_OPTIONS", message);
}

function unavailable(message) {
  return B24Error.of("auth", "TOKEN_UNAVAILABLE", message);
}

function check(call, object, name, expected) {
  // Asking an object of b24jssdk for a property throws before it is initialized.
  const isThere = object !== null && (typeof object === "object" || typeof object === "function") && name in object;
  if (!isThere) throw invalid(`${call} must be given ${expected}`);
}
