// Opens an application as the portal does, and answers it.
//
//   app      the application's address
//   tokens   how long its first token lives: "hour", "uses" or "seconds"
//   refresh  what becomes of its wish for a new one: "given", "same", "false" or "silent"
import { answer, parse } from "./protocol.js";

const TERMS = { hour: {}, uses: { expiresAfterUses: 2 }, seconds: { expiresAfterMs: 3000 } };
const HOUR = 3600;
// Which of the applications that are open it is. No secret, but nobody else's.
const SID = crypto.randomUUID().replaceAll("-", "");
const PROTOCOL = location.protocol === "https:" ? 1 : 0;

const wishes = new URLSearchParams(location.search);
const lifetime = wishes.get("tokens") ?? "hour";
const refresh = wishes.get("refresh") ?? "given";
const app = applicationAt(wishes.get("app"));
const counts = new Map();
let last;

const COMMANDS = {
  getInitData: async () => ({
    DOMAIN: location.host,
    PROTOCOL: String(PROTOCOL),
    PATH: "/rest",
    LANG: "en",
    ...(await issue(TERMS[lifetime])),
    MEMBER_ID: "0123456789abcdef0123456789abcdef",
    IS_ADMIN: true,
    PLACEMENT: "DEFAULT",
    PLACEMENT_OPTIONS: {},
    APP_OPTIONS: {},
    USER_OPTIONS: {},
    INSTALL: false,
    FIRST_RUN: false,
  }),
  refreshAuth: async () => {
    if (refresh === "same") return last;
    if (refresh === "false") return { AUTH_ID: "", REFRESH_ID: "", AUTH_EXPIRES: "0" };
    return issue({});
  },
  setTitle: async ({ title }) => {
    document.getElementById("title").textContent = title;
    return true;
  },
  resizeWindow: async () => ({ width: frame.clientWidth, height: frame.clientHeight }),
  setInstall: async () => true,
  setInstallFinish: async () => true,
  reloadWindow: async () => location.reload(),
};

/** A fresh token, as the portal's page gives it. */
async function issue(terms) {
  const response = await fetch("/__portal/tokens", { method: "POST", body: JSON.stringify(terms) });
  const { accessToken, refreshToken } = await response.json();
  const seconds = terms.expiresAfterMs ? terms.expiresAfterMs / 1000 : HOUR;
  last = { AUTH_ID: accessToken, AUTH_EXPIRES: String(seconds), REFRESH_ID: refreshToken };
  return last;
}

/** Notes that the application has asked, but never what it was given. */
function note(command) {
  counts.set(command, (counts.get(command) ?? 0) + 1);
  document.getElementById("messages").textContent = Array.from(counts, ([name, count]) => `${name} ${count}`).join(" · ");
}

function applicationAt(address) {
  const url = new URL(address);
  if (url.protocol === "http:" || url.protocol === "https:") return url;
  throw new TypeError(`no application can be at ${url.protocol}`);
}

const frame = document.createElement("iframe");
frame.title = "The application";
frame.name = [location.host, PROTOCOL, SID].join("|");
for (const [name, value] of Object.entries({ DOMAIN: location.host, PROTOCOL, LANG: "en", APP_SID: SID })) app.searchParams.set(name, value);
frame.src = app;

addEventListener("message", async ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== app.origin) return;
  const message = parse(data, SID);
  if (!message) return;
  note(message.command);
  const carryOut = COMMANDS[message.command];
  if (!carryOut || (message.command === "refreshAuth" && refresh === "silent")) return;
  const value = await carryOut(message.parameters);
  frame.contentWindow.postMessage(answer(message, value), app.origin);
});

for (const [name, value] of Object.entries({ app, tokens: lifetime, refresh })) document.forms[0].elements[name].value = value;
document.getElementById("place").replaceChildren(frame);
