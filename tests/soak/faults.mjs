// The faults that the portal injects, each with its probability.
export const FAULTS = [
  { kind: "delay", ms: 50, probability: 0.05 },
  { kind: "hang", probability: 0.005 },
  { kind: "reset", probability: 0.01 },
  { kind: "truncate", bytes: 60, probability: 0.01 },
  { kind: "html", status: 502, probability: 0.01 },
  { kind: "html", status: 504, cors: false, probability: 0.005 },
  { kind: "empty", probability: 0.01 },
  { kind: "redirect", probability: 0.002 },
  { kind: "error", code: "ERROR_CORE", probability: 0.01 },
  { kind: "error", code: "expired_token", probability: 0.01 },
  { kind: "error", code: "ERROR_CORE", method: "im.user.list.get", probability: 0.01 },
];

/** The faults that can cause a failure of a request, by the code of the failure. */
export const FAILURES = {
  REQUEST_TIMEOUT: ["hang"],
  NETWORK_ERROR: ["reset", "truncate", "html", "redirect"],
  BAD_RESPONSE: ["truncate", "html", "empty"],
  PORTAL_MOVED: ["redirect"],
  ERROR_CORE: ["ERROR_CORE"],
  expired_token: ["expired_token"],
};
