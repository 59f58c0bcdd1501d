import { discard } from "./discard-body.js";

// The first request of a page leaves while the module is still being loaded. The module is not told: it asks for what it finds right, and if
// that is what was guessed here, it is on its way already. What was guessed wrong is aborted, and nothing has come of it.

// Of more ids the first request may be another: a batch, or the small one that a stream begins with.
const MOST_IDS = 50;

// What a request has just as it was given. All else is left to the module, and so is whether a host issues tokens or takes them.
const ORIGIN = /^(?:https:\/\/(?!oauth\.)[a-z\d-]+(?:\.[a-z\d-]+)+|http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?)$/;
const TOKEN = /^[\w.~-]+$/;
const ID = /^[1-9]\d{0,14}$/;
// The same as in src/bindings/fetch/request.rs, where it says why.
const OPTIONS = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "manual" };
const HEADERS = { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };
// With these the module asks for users by their ids, alone or in a batch.
const FOR_USERS = /\/im\.user\.list\.get |=im\.user\.list\.get%3FID%3D\[/;

/**
 * What sends the first request for calls that begin before the module is there, if `claim` says that nobody else of the page has done so.
 * `application` refers to the client's options, which are not kept; `getToken` asks them for a token.
 */
export function withHeadStart(getToken, application, claim) {
  const ids = new Set();
  let callers = 0;
  // Whether users asked for one by one are being gathered.
  let isGathering = false;
  // When that is over, once it has begun.
  let gathered;
  let token;
  let request;
  let over;
  let finish;

  const begin = (isList) => {
    over = new Promise((resolve) => {
      finish = () => {
        over = undefined;
        resolve();
      };
    });
    isGathering = !isList;
    // The others have the rest of the tick to come.
    gathered = Promise.resolve().then(() => {
      isGathering = false;
      const { auth } = application.deref();
      if (ids.size === 0) return finish();
      if (auth.accessToken) return send(auth);
      const asked = (token = getToken("initial"));
      // Once the module waits for it as well, it is as soon as we are.
      asked.then((given) => asked === token && send(given)).catch(finish);
    });
  };

  const send = ({ accessToken, portal = application.deref().portal }) => {
    const origin = originOf(portal);
    if (callers === 0 || !origin || !TOKEN.test(accessToken)) return finish();
    const [url, form] = [`${origin}/rest/im.user.list.get`, `ID=[${[...ids]}]&auth=${accessToken}`];
    try {
      request = sendForm(application.deref().fetch ?? fetch, url, form);
    } catch {
      // The module finds out what this runtime accepts.
      finish();
    }
  };

  const give = () => {
    const sent = request;
    request = undefined;
    finish();
    return sent;
  };

  const end = () => {
    callers -= 1;
    if (callers > 0) return;
    token = undefined;
    abandon(give());
  };

  return {
    /**
     * A call that is going to ask for `wanted`: a list of ids, which it asks for alone, or one id, which goes with those of others. Gives
     * what to call at its end, if the request may be for it.
     */
    expect(wanted, { avatarHr }) {
      const isList = Array.isArray(wanted);
      const entries = isList ? wanted : [wanted];
      if (gathered && (isList || !isGathering)) return undefined;
      const isFew = entries.length > 0 && ids.size + entries.length <= MOST_IDS;
      if (!isFew || avatarHr || !entries.every(isKnown) || !isPlain(application.deref())) {
        // Those who are gathered would go with this one.
        ids.clear();
        isGathering = false;
        return undefined;
      }
      if (!gathered) {
        if (!claim()) return undefined;
        begin(isList);
      }
      for (const entry of entries) ids.add(Number(entry));
      callers += 1;
      return end;
    },

    /** Resolves when the request has left, if all is there that it needs. Loading keeps the page busy, and comes after that. */
    async left() {
      return gathered;
    },

    /**
     * A promise for when the request has been taken or given up, if it has not: whoever else asks for users meanwhile would make it another.
     */
    settled: () => over,

    /**
     * Ends the request if it is in flight and for one of `entries` (for anybody without them): its answer may be older than what
     * is wanted now. The module asks anew.
     */
    giveUp(entries) {
      if (request && (entries?.some((entry) => isKnown(entry) && ids.has(Number(entry))) ?? true)) abandon(give());
    },

    /** The early request for this form, if there is one. One that turns out to be another is aborted. */
    takeEarlyRequest(url, form) {
      if (!request || !FOR_USERS.test(`${url} ${form}`)) return undefined;
      const sent = give();
      if (sent.url === url && sent.form === form) return sent;
      abandon(sent);
      return undefined;
    },

    getToken(reason) {
      const asked = reason === "initial" ? token : undefined;
      token = undefined;
      if (!asked) return getToken(reason);
      if (!request) finish();
      return asked;
    },
  };
}

/** Sends a form. Throws where this runtime refuses an option. */
function sendForm(fetch, url, form) {
  const controller = new AbortController();
  const options = { ...OPTIONS, signal: controller.signal };
  if (typeof Request === "function") new Request("https://example.bitrix24.com/", options);
  const response = (async () => fetch(url, { ...options, method: "POST", headers: HEADERS, body: form }))();
  // Whoever takes it learns what has become of it.
  response.catch(() => {});
  return { url, form, response, controller };
}

/** Ends a request that nobody takes. A `fetch` that ignores the signal responds all the same. */
function abandon(sent) {
  sent?.controller.abort();
  discard(sent?.response).catch(() => {});
}

function isKnown(entry) {
  return (typeof entry === "number" || typeof entry === "string") && ID.test(entry);
}

function isPlain({ auth, limits, coalesceMs }) {
  return !auth.webhook && !coalesceMs && Object.values(limits).every((limit) => limit === undefined);
}

/** The origin of a portal whose address needs no judgement. */
function originOf(portal = "") {
  const origin = portal.includes("://") ? portal : `https://${portal}`;
  try {
    return ORIGIN.test(origin) && new URL(origin).origin === origin ? origin : undefined;
  } catch {
    return undefined;
  }
}
