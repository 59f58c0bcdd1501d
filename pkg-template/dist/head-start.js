// The first request of a client leaves while the module is still being loaded. The module is not told: it asks for what it finds right, and
// if that is what was guessed here, it is on its way already. What was guessed wrong is aborted, and nothing has come of it.

// Of more ids the first request may be another: a batch, or the small one that a stream begins with.
const MOST_IDS = 50;
// What ends sooner the module would renew before it is used.
const EXPIRY_MARGIN_MS = 60_000;

// What a request has just as it was given. All else is left to the module.
const ORIGIN = /^(?:https:\/\/[a-z\d.-]+|http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?)$/;
const TOKEN = /^[\w.~-]+$/;
const ID = /^[1-9]\d{0,14}$/;

/**
 * The world around a client, in which calls that begin before the module is there may get a head start. `application` refers to the client's
 * options, which are not kept.
 */
export function withHeadStart(world, application) {
  const ids = new Set();
  let callers = 0;
  // Whether users asked for one by one are being gathered.
  let isGathering = false;
  let gathered;
  let token;
  let request;
  let over;
  let finish;

  const leave = ({ accessToken, expiresAt = Infinity, portal = application.deref().portal }) => {
    const origin = portal?.includes("://") ? portal : `https://${portal}`;
    const isLasting = expiresAt - Date.now() > EXPIRY_MARGIN_MS;
    if (callers === 0 || !isLasting || !ORIGIN.test(origin) || !TOKEN.test(accessToken)) return finish();
    const [url, form] = [`${origin}/rest/im.user.list.get`, `ID=[${[...ids]}]&auth=${accessToken}`];
    request = { url, form, sent: world.send(url, form) };
    // Whoever takes it learns what has become of it.
    request.sent.answer.catch(() => {});
  };

  const begin = (isOfMany) => {
    over = new Promise((resolve) => (finish = resolve));
    isGathering = !isOfMany;
    // The others have the rest of the tick to come.
    gathered = Promise.resolve().then(() => {
      isGathering = false;
      const { auth } = application.deref();
      if (auth.accessToken) return leave(auth);
      token = world.getToken("initial");
      token.then(leave).catch(finish);
    });
  };

  const end = () => {
    callers -= 1;
    if (callers > 0) return;
    request?.sent.abort();
    request = undefined;
    finish();
  };

  return {
    /**
     * A call that is going to ask for `wanted`: a list of ids, which it asks for alone, or one id, which goes with those of others. Gives
     * what to call at its end, if the request may be for it.
     */
    expect(wanted, { avatarHr }) {
      const isList = Array.isArray(wanted);
      const entries = isList ? wanted : [wanted];
      if (over && (isList || !isGathering)) return undefined;
      const isFew = entries.length > 0 && ids.size + entries.length <= MOST_IDS;
      if (!isFew || avatarHr || !entries.every(isKnown) || !isPlain(application.deref())) return undefined;
      if (!over) begin(isList);
      for (const entry of entries) ids.add(Number(entry));
      callers += 1;
      return end;
    },

    /** Resolves when the request has left, if all is there that it needs. */
    async left() {
      return gathered;
    },

    /** Whether the request is under way. */
    isAhead: () => request !== undefined,

    /** Resolves when the request has been taken, or there is none: whoever else asks for users meanwhile would make it another. */
    async settled() {
      return over;
    },

    send(url, form) {
      if (request?.url !== url || request.form !== form) return world.send(url, form);
      const { sent } = request;
      request = undefined;
      finish();
      return sent;
    },

    getToken(reason) {
      const asked = reason === "initial" ? token : undefined;
      token = undefined;
      return asked ?? world.getToken(reason);
    },
  };
}

function isKnown(entry) {
  return (typeof entry === "number" || typeof entry === "string") && ID.test(entry);
}

function isPlain({ auth, limits, coalesceMs }) {
  return !auth.webhook && !coalesceMs && Object.values(limits).every((limit) => limit === undefined);
}
