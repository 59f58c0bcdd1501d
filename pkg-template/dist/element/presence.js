const ONLINE_MS = 5 * 60_000;

/** Whether a user was there when he or she was fetched: `online`, `absent` (on leave), `offline`, or `null` if nobody can tell. */
export function presenceOf({ absent, lastActivityDate }, now = Date.now()) {
  if (lastActivityDate && now - Date.parse(lastActivityDate) < ONLINE_MS) return "online";
  if (absent && Date.parse(absent) > now) return "absent";
  return lastActivityDate ? "offline" : null;
}
