// The faults that the portal is told to act out, each now and then.
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
