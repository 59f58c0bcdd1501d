// A stub of the official frame script, written after its documentation and behaviour: it defines
// the token methods of `window.BX24`, or sets it to `null` and throws outside of a frame. Like the
// original, it has no time limits and reports no errors.
{
  const [host = "", protocol, sid] = window.name.split("|");
  const domain = host.replace(/:(80|443)$/, "");
  const origin = `${protocol === "1" ? "https" : "http"}://${domain}`;
  const pendingCallbacks = new Map();
  const initCallbacks = [];
  let isInitialized = false;
  let token = { AUTH_ID: "", REFRESH_ID: "", AUTH_EXPIRES: 0 };

  const sendCommand = (command, onReply) => {
    const callback = crypto.randomUUID().replaceAll("-", "");
    pendingCallbacks.set(callback, onReply);
    parent.postMessage(`${command}:${JSON.stringify({})}:${callback}:${sid}`, origin);
  };
  const storeToken = ({ AUTH_ID, REFRESH_ID, AUTH_EXPIRES }) =>
    (token = { AUTH_ID, REFRESH_ID, AUTH_EXPIRES: Date.now() + AUTH_EXPIRES * 1000 });

  window.BX24 = {
    init(callback) {
      if (isInitialized) setTimeout(callback, 10);
      else initCallbacks.push(callback);
    },
    getAuth() {
      if (!isInitialized || token.AUTH_EXPIRES <= Date.now()) return false;
      return {
        access_token: token.AUTH_ID,
        refresh_token: token.REFRESH_ID,
        expires_in: token.AUTH_EXPIRES,
        domain,
        member_id: "m",
      };
    },
    getDomain: () => domain,
    refreshAuth(callback) {
      if (!isInitialized) return;
      sendCommand("refreshAuth", (reply) => {
        storeToken(reply);
        callback?.(/** @type {any} */ (window.BX24).getAuth());
      });
    },
  };

  if (!domain || !sid) {
    window.BX24 = null;
    throw new Error("Unable to initialize Bitrix24 JS library!");
  }
  addEventListener("message", ({ origin: from, data }) => {
    if (from !== origin || typeof data !== "string") return;
    const callback = data.slice(0, data.indexOf(":"));
    const onReply = pendingCallbacks.get(callback);
    pendingCallbacks.delete(callback);
    onReply?.(JSON.parse(data.slice(callback.length + 1)));
  });
  sendCommand("getInitData", (reply) => {
    storeToken(reply);
    isInitialized = true;
    for (const callback of initCallbacks) callback();
  });
}
