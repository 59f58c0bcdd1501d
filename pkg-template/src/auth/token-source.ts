// Tokens, as the application gives them: plain objects of ours, in native promises. What the application throws is passed on as it is.
import { copyToken } from "../client/validate.js";
import { B24Error } from "../client/errors.js";

// The same as in the module.
const REQUEST_TIMEOUT_MS = 65_000;

// The latest renewals, by where the tokens come from, then by reason and portal: clients that have these in common share them.
const renewals = new WeakMap();

/**
 * A function that asks the application for a token. `application` refers to the client's options, with the application's functions, as long
 * as somebody can reach the client.
 */
export function tokenSource(application, requestTimeoutMs = REQUEST_TIMEOUT_MS) {
  const mine = {};
  return (reason) => {
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
      if (isGiven) return;
      if (shared[key] === it) delete shared[key];
      // The application's error may refer to the client.
      delete it.token;
    };
    it.token.then(settle(true), settle(false));
    mine[key] = shared[key] = it;
    if (shared !== mine) renewals.set(auth.source, shared);
    return it.token;
  };
}

async function tokenOf(application, reason) {
  let given;
  try {
    given = await application.deref().auth.getToken({ reason });
  } catch (caught) {
    // Our own adapters report by themselves what is wrong.
    throw caught instanceof B24Error ? misuse(caught.message, caught.code) : caught;
  }
  const token = copyToken(given);
  if (token) return token;
  throw misuse("`getToken` gave neither a token nor { accessToken, expiresAt?, portal? }, with expiresAt in milliseconds since 1970 (BX24's is `access_token`)");
}

/** The application's own function broke its contract. `code` is that of an error of our own. */
function misuse(message, code) {
  return { message, code, isMisuse: true };
}
