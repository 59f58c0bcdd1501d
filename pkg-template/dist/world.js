// What the runtime and the application give. Foreign code ends here: whatever it returns or throws, what comes out are our own plain objects
// and native promises.
import { openBody } from "./body.js";
import { copyToken, isFunction, isText } from "./checks.js";
import { B24Error } from "./errors.js";
import { requestInit } from "./request.js";

// The same as in the module.
const MAX_RESPONSE_BYTES = 67_108_864;
const REQUEST_TIMEOUT_MS = 65_000;
const FORM = "application/x-www-form-urlencoded;charset=UTF-8";

// The latest renewals, by where the tokens come from, then by reason and portal: clients that have these in common share them.
const renewals = new WeakMap();

/** `application` refers to the client's options, with the application's functions, as long as somebody can reach the client. */
export function createWorld(application, maxResponseBytes = MAX_RESPONSE_BYTES, requestTimeoutMs = REQUEST_TIMEOUT_MS) {
  let understood;
  const mine = {};
  return {
    send(url, form) {
      understood ??= requestInit();
      // Not every runtime has one, and not every `fetch` takes it.
      const controller = "signal" in understood ? new AbortController() : undefined;
      const init = { ...understood, method: "POST", headers: { "Content-Type": FORM }, body: form };
      if (controller) init.signal = controller.signal;
      return { answer: answer(application, url, init, maxResponseBytes), abort: () => controller?.abort() };
    },

    getToken(reason) {
      const { auth, portal } = application.deref() ?? {};
      const key = `${reason} ${portal}`;
      const shared = (reason !== "initial" && auth && (renewals.get(auth.source) ?? {})) || mine;
      const known = shared[key];
      // Whoever asked may have given up since, and a token that is renewed twice at once may be lost. What another client has been given answers
      // for the requests that had left by then, too. One that never comes is not waited for.
      const age = Date.now() - known?.at;
      if ((known?.isPending || known !== mine[key]) && age >= 0 && age < requestTimeoutMs) return (mine[key] = known).token;
      const it = { at: Date.now(), isPending: true, token: tokenOf(application, reason) };
      const settle = (isGiven) => () => {
        Object.assign(it, { at: Date.now(), isPending: false });
        if (!isGiven && shared[key] === it) delete shared[key];
      };
      it.token.then(settle(true), settle(false));
      mine[key] = shared[key] = it;
      if (shared !== mine) renewals.set(auth.source, shared);
      return it.token;
    },
  };
}

async function tokenOf(application, reason) {
  // Our own adapters tell what is wrong by themselves.
  const explain = (caught) => (caught instanceof B24Error ? misuse(caught.message, caught.code) : failure(caught));
  const token = copyToken(await settle(() => application.deref().auth.getToken({ reason }), explain));
  if (token) return token;
  throw misuse("`getToken` gave neither a token nor { accessToken, expiresAt?, portal? }, with expiresAt in milliseconds since 1970 (BX24's is `access_token`)");
}

async function answer(application, url, init, most) {
  // The global one is looked up at each request, for those who replace it.
  const response = await respond(() => (application.deref().fetch ?? fetch)(url, init));
  const { status, redirected } = await settle(() => ({ status: response.status, redirected: response.redirected }), misuse);
  if (!Number.isInteger(status) || status < 0 || status > 999) throw misuse("`fetch` resolved to something without a status");
  const read = { status, redirected: redirected === true };
  // A redirect that is not followed has nothing to read.
  if (status === 0 || read.redirected) return read;
  return { ...read, read: await openBody(response, most, init.signal, settle, misuse) };
}

/** The response of `fetch`, or what stands for it. */
async function respond(call) {
  let response;
  try {
    response = await call();
  } catch (caught) {
    return rescue(caught);
  }
  return attempt(() => readable(response, response.data)) ?? response;
}

/**
 * The response in an error of `fetch`: ky, axios and others throw for HTTP statuses. Throws if there is
 * none, as when there is no network.
 */
function rescue(caught) {
  const response = attempt(() => caught.response ?? caught);
  if (attempt(() => response.type) === "opaqueredirect") return response;
  const status = attempt(() => response.status ?? response.statusCode);
  if (!(Number.isInteger(status) && status > 99 && status < 1000)) throw failure(caught);
  const found = attempt(() => readable(response, response.data ?? caught.data));
  if (found) return found;
  throw misuse(`\`fetch\` threw for HTTP status ${status}, with no response that can be read: it must resolve, whatever the status`);
}

/** A response with a body that can be read: its own, or what somebody else has read of it already. */
function readable(response, data) {
  const { status = response.statusCode, redirected, bodyUsed, body, text, arrayBuffer } = response;
  const isUnread = !bodyUsed && !body?.locked;
  if (isUnread && [text, arrayBuffer, body?.getReader].some(isFunction)) return response;
  const isData = / (Object|Array)\]/.test(Object.prototype.toString.call(data));
  const read = [text, body, data].find(isText) ?? (isData ? JSON.stringify(data) : undefined);
  return read && { status, redirected, text: () => read };
}

/** What foreign getters give; nothing if they throw. */
function attempt(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** What a foreign function gives in the end. Whatever it throws becomes our own plain object. */
async function settle(work, toError = failure) {
  try {
    return await work();
  } catch (caught) {
    throw toError(caught);
  }
}

/** Name and message of anything thrown, of whatever realm. */
function failure(caught) {
  const { name, message, inner } = describe(caught);
  // Node tells what went wrong one level down: "fetch failed", caused by "connect ECONNREFUSED".
  return { name, message: inner ? `${message}: ${inner}` : message, isMisuse: false };
}

/** The application's own function broke its contract. `code` is that of an error of our own. */
function misuse(what, code) {
  const message = isText(what) ? what : `\`fetch\` resolved to something that cannot be read: ${describe(what).message}`;
  return { name: "TypeError", message, code, isMisuse: true };
}

function describe(caught) {
  const text = (value, otherwise) => (typeof value === "string" ? value : otherwise);
  try {
    const own = typeof caught === "string" ? caught : "";
    return { name: text(caught?.name, "Error"), message: text(caught?.message, own), inner: text(caught?.cause?.message, "") };
  } catch {
    return { name: "Error", message: "", inner: "" };
  }
}
