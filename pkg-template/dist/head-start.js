// The first request of a page leaves while the module is still being loaded. The module is not told: it asks for what it finds right, and if
// that is what was guessed here, it is on its way already. What was guessed wrong is aborted, and nothing has come of it.

// Of more ids the first request may be another: a batch, or the small one that a stream begins with.
const MOST_IDS = 50;

// What a request has just as it was given. All else is left to the module, and so is whether a host issues tokens or takes them.
const ORIGIN = /^(?:https:\/\/(?!oauth\.)[a-z\d-]+(?:\.[a-z\d-]+)+|http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?)$/;
const TOKEN = /^[\w.~-]+$/;
const ID = /^[1-9]\d{0,14}$/;
// With these the module asks for users by their ids, alone or in a batch.
const FOR_USERS = /\/im\.user\.list\.get |=im\.user\.list\.get%3FID%3D\[/;

/**
 * The world around a client, in which calls that begin before the module is there may get a head start, if `claim` says that nobody else of
 * the page has it. `application` refers to the client's options, which are not kept.
 */
export function withHeadStart(world, application, claim) {
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
      const asked = (token = world.getToken("initial"));
      // Once the module waits for it as well, it is as soon as we are.
      asked.then((given) => asked === token && send(given)).catch(finish);
    });
  };

  const send = ({ accessToken, portal = application.deref().portal }) => {
    const origin = originOf(portal);
    if (callers === 0 || !origin || !TOKEN.test(accessToken)) return finish();
    const [url, form] = [`${origin}/rest/im.user.list.get`, `ID=[${[...ids]}]&auth=${accessToken}`];
    request = { url, form, sent: world.send(url, form) };
    // Whoever takes it learns what has become of it.
    request.sent.answer.catch(() => {});
  };

  const give = () => {
    const sent = request?.sent;
    request = undefined;
    finish();
    return sent;
  };

  const end = () => {
    callers -= 1;
    if (callers > 0) return;
    token = undefined;
    give()?.abort();
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
      if (request && (entries?.some((entry) => isKnown(entry) && ids.has(Number(entry))) ?? true)) give().abort();
    },

    send(url, form) {
      if (!request || !FOR_USERS.test(`${url} ${form}`)) return world.send(url, form);
      const isIt = request.url === url && request.form === form;
      const sent = give();
      if (isIt) return sent;
      sent.abort();
      return world.send(url, form);
    },

    getToken(reason) {
      const asked = reason === "initial" ? token : undefined;
      token = undefined;
      if (!asked) return world.getToken(reason);
      if (!request) finish();
      return asked;
    },
  };
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
