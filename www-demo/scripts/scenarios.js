import { issueToken } from "./control.js";

/**
 * The scenarios of the fake portal, by their values in index.html: the `faults` and `limits` to
 * configure before each call, and `options` of the client that the scenario needs.
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
  { name: "calm", description: "The portal responds at once, without limits." },
  {
    name: "slow",
    description: "The portal delays each response by 0.8 seconds.",
    faults: [{ kind: "delay", ms: 800 }],
  },
  {
    name: "busy",
    description:
      "The portal rejects three requests with status 503. The client waits for the portal's limits, then retries.",
    faults: [{ kind: "error", code: "QUERY_LIMIT_EXCEEDED", times: 3 }],
  },
  {
    name: "full-bucket",
    description:
      "The leaky bucket of the rate limit is full and leaks two requests per second. The client waits.",
    limits: { burst: 50, filled: 50 },
  },
  {
    name: "html-errors",
    description: "The portal responds twice with a web server's error page. The client retries.",
    faults: [{ kind: "html", status: 502, times: 2 }],
  },
  {
    name: "poisoned-records",
    description:
      "The portal fails on users 5, 17 and 90. The client splits its batches until only these are not fetched.",
    faults: [{ kind: "html", status: 500, ids: [5, 17, 90] }],
    options: () => ({ retries: 1 }),
  },
  {
    name: "hangs",
    description:
      "The portal never responds to the first request. The client times out after two seconds and splits the batch.",
    faults: [{ kind: "hang", times: 1 }],
    options: () => ({ requestTimeoutMs: 2000 }),
  },
  {
    name: "expired-token",
    description: "The first token has expired. The client requests another one and retries.",
    options: (portal) => ({
      auth: {
        getToken: ({ reason }) =>
          issueToken(portal, reason === "initial" ? { expiresAfterUses: 0 } : {}),
      },
    }),
  },
  {
    name: "renamed",
    description:
      "The portal redirects to another address. The client does not follow, because its token is for this portal only.",
    faults: [{ kind: "redirect" }],
  },
];
