import { issueToken } from "./control.js";

/**
 * The scenarios of the fake portal: the `faults` and `limits` to configure before each call, and
 * `options` of the client that the scenario needs.
 *
 * @typedef {{
 *   name: string,
 *   description: string,
 *   faults?: object[],
 *   limits?: object,
 *   options?: (portal: string) => Partial<import("b24-users").ClientOptions>,
 * }} Scenario
 * @type {Scenario[]}
 */
export const SCENARIOS = [
  { name: "Calm", description: "Responds at once, without limits." },
  {
    name: "Slow",
    description: "Delays each response by 0.8 seconds.",
    faults: [{ kind: "delay", ms: 800 }],
  },
  {
    name: "Busy",
    description:
      "Rejects three requests with status 503. The client waits for the portal's limits, then retries.",
    faults: [{ kind: "error", code: "QUERY_LIMIT_EXCEEDED", times: 3 }],
  },
  {
    name: "Full bucket",
    description:
      "The leaky bucket of the rate limit is full and leaks two requests per second. The client waits.",
    limits: { burst: 50, filled: 50 },
  },
  {
    name: "HTML errors",
    description: "Responds twice with a web server's error page, then correctly.",
    faults: [{ kind: "html", status: 502, times: 2 }],
  },
  {
    name: "Poisoned records",
    description:
      "Fails on users 5, 17 and 90. The client splits its batches until only these are not fetched.",
    faults: [{ kind: "html", status: 500, ids: [5, 17, 90] }],
    options: () => ({ retries: 1 }),
  },
  {
    name: "Hangs",
    description:
      "Never responds to the first request. The client times out after two seconds and splits the batch.",
    faults: [{ kind: "hang", times: 1 }],
    options: () => ({ requestTimeoutMs: 2000 }),
  },
  {
    name: "Expired token",
    description: "The first token has expired. The client requests another one and retries.",
    options: (portal) => ({
      auth: {
        getToken: ({ reason }) =>
          issueToken(portal, reason === "initial" ? { expiresAfterUses: 0 } : {}),
      },
    }),
  },
  {
    name: "Renamed",
    description:
      "Redirects to another address. The client does not follow, because its token is for this portal only.",
    faults: [{ kind: "redirect" }],
  },
];
