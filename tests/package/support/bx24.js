// What the official frame script does about tokens, written after its documentation and behaviour:
// `window.BX24`, or `null` and an error outside of a frame. It waits for ever, and says nothing of
// what goes wrong.
{
  const [host = "", protocol, sid] = window.name.split("|");
  const domain = host.replace(/:(80|443)$/, "");
  const origin = `${protocol === "1" ? "https" : "http"}://${domain}`;
  const waiting = new Map();
  const beginners = [];
  let begun = false;
  let token = { AUTH_ID: "", REFRESH_ID: "", AUTH_EXPIRES: 0 };

  const ask = (command, take) => {
    const callback = crypto.randomUUID().replaceAll("-", "");
    waiting.set(callback, take);
    parent.postMessage(`${command}:${JSON.stringify({})}:${callback}:${sid}`, origin);
  };
  const keep = ({ AUTH_ID, REFRESH_ID, AUTH_EXPIRES }) =>
    (token = { AUTH_ID, REFRESH_ID, AUTH_EXPIRES: Date.now() + AUTH_EXPIRES * 1000 });

  window.BX24 = {
    init(callback) {
      if (begun) setTimeout(callback, 10);
      else beginners.push(callback);
    },
    getAuth() {
      if (!begun || token.AUTH_EXPIRES <= Date.now()) return false;
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
      if (!begun) return;
      ask("refreshAuth", (answer) => {
        keep(answer);
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
    const take = waiting.get(callback);
    waiting.delete(callback);
    take?.(JSON.parse(data.slice(callback.length + 1)));
  });
  ask("getInitData", (answer) => {
    keep(answer);
    begun = true;
    for (const callback of beginners) callback();
  });
}
