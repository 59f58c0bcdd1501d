import { issueToken } from "./control.js";

/**
 * What the fake portal can be made to be like, each call anew: `faults` and `limits` as it understands them, and `options` that
 * a client needs to make something of it.
 */
export const MOODS = [
  { name: "Calm", meaning: "Answers at once and limits nothing." },
  {
    name: "Slow",
    meaning: "Every answer comes 0.8 seconds late.",
    faults: [{ kind: "delay", ms: 800 }],
  },
  {
    name: "Busy",
    meaning:
      "Refuses three requests with 503. The client waits as the portal's limits want it, then tries again.",
    faults: [{ kind: "error", code: "QUERY_LIMIT_EXCEEDED", times: 3 }],
  },
  {
    name: "Full bucket",
    meaning:
      "Has had all the requests that it takes at once, and forgets two a second. The client keeps to that.",
    limits: { burst: 50, filled: 50 },
  },
  {
    name: "HTML errors",
    meaning: "Answers twice with a web server's error page, then as it should.",
    faults: [{ kind: "html", status: 502, times: 2 }],
  },
  {
    name: "Poisoned records",
    meaning:
      "Breaks at users 5, 17 and 90. The client asks for ever fewer, so that only these are not fetched.",
    faults: [{ kind: "html", status: 500, ids: [5, 17, 90] }],
    options: () => ({ retries: 1 }),
  },
  {
    name: "Hangs",
    meaning:
      "Never answers the first request. The client gives up after two seconds and asks for fewer.",
    faults: [{ kind: "hang", times: 1 }],
    options: () => ({ requestTimeoutMs: 2000 }),
  },
  {
    name: "Expired token",
    meaning: "The first token has expired. The client asks for another and goes on.",
    options: (portal) => ({
      auth: {
        getToken: ({ reason }) =>
          issueToken(portal, reason === "initial" ? { expiresAfterUses: 0 } : {}),
      },
    }),
  },
  {
    name: "Renamed",
    meaning:
      "Sends everybody to another address. The client does not follow: its token is for this portal alone.",
    faults: [{ kind: "redirect" }],
  },
];
