// Shows an application in a frame, as portals do, and responds to the application's messages.
// Parameters of the page:
//
//   app      the application's address
//   tokens   the lifetime of the first token: "hour", "uses" or "seconds"
//   refresh  the response to `refreshAuth`: "given", "same", "false" or "silent"
import { formatResponse, parseMessage } from "./protocol.js";

const TOKEN_OPTIONS = {
  hour: {},
  uses: { expiresAfterUses: 2 },
  seconds: { expiresAfterMs: 3000 },
};
const DEFAULT_LIFETIME_SECONDS = 3600;
// The id of the application's session, by which the page recognizes its messages.
const SID = crypto.randomUUID().replaceAll("-", "");
const PROTOCOL = location.protocol === "https:" ? 1 : 0;

const params = new URLSearchParams(location.search);
const lifetime = params.get("tokens") ?? "hour";
const refresh = params.get("refresh") ?? "given";
const app = parseAppUrl(params.get("app"));
const commandCounts = new Map();
let currentAuth;

const COMMANDS = {
  getInitData: async () => ({
    DOMAIN: location.host,
    PROTOCOL: String(PROTOCOL),
    PATH: "/rest",
    LANG: "en",
    ...(await issueToken(TOKEN_OPTIONS[lifetime])),
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
    if (refresh === "same") return currentAuth;
    if (refresh === "false") return { AUTH_ID: "", REFRESH_ID: "", AUTH_EXPIRES: "0" };
    return issueToken({});
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

/** Issues a token. Returns the token as the portal's page sends it to applications. */
async function issueToken(options) {
  const response = await fetch("/__portal/tokens", {
    method: "POST",
    body: JSON.stringify(options),
  });
  const { accessToken, refreshToken } = await response.json();
  const { expiresAfterMs } = options;
  const seconds = expiresAfterMs ? expiresAfterMs / 1000 : DEFAULT_LIFETIME_SECONDS;
  currentAuth = {
    AUTH_ID: accessToken,
    AUTH_EXPIRES: String(seconds),
    REFRESH_ID: refreshToken,
  };
  return currentAuth;
}

/** Counts a command on the page. Results are never shown, because they contain tokens. */
function countCommand(command) {
  commandCounts.set(command, (commandCounts.get(command) ?? 0) + 1);
  const counts = Array.from(commandCounts, ([name, count]) => `${name} ${count}`);
  document.getElementById("messages").textContent = counts.join(" · ");
}

function parseAppUrl(address) {
  const url = new URL(address);
  if (url.protocol === "http:" || url.protocol === "https:") return url;
  throw new TypeError(`an application's address cannot have the protocol ${url.protocol}`);
}

const frame = document.createElement("iframe");
frame.title = "The application";
frame.name = [location.host, PROTOCOL, SID].join("|");
const appParams = { DOMAIN: location.host, PROTOCOL, LANG: "en", APP_SID: SID };
for (const [name, value] of Object.entries(appParams)) app.searchParams.set(name, String(value));
frame.src = app.href;

addEventListener("message", async ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== app.origin) return;
  const message = parseMessage(data, SID);
  if (!message) return;
  countCommand(message.command);
  const execute = COMMANDS[message.command];
  if (!execute || (message.command === "refreshAuth" && refresh === "silent")) return;
  const result = await execute(message.parameters);
  frame.contentWindow.postMessage(formatResponse(message, result), app.origin);
});

const { elements } = document.forms[0];
const formValues = { app, tokens: lifetime, refresh };
for (const [name, value] of Object.entries(formValues)) elements[name].value = value;
document.getElementById("frame-container").replaceChildren(frame);
