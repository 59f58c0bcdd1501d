// What a portal itself takes for being there: it has seen the user within so many seconds.
const ONLINE_MS = 1_440_000;

export function presenceOf(user, { now = Date.now(), withinMs = ONLINE_MS } = {}) {
  const seen = [user.lastActivityDate, user.desktopLastDate, user.mobileLastDate].filter(isMoment);
  const lastSeen = seen.sort((one, other) => Date.parse(other) - Date.parse(one))[0] ?? null;
  return {
    online: lastSeen === null ? null : now - Date.parse(lastSeen) <= withinMs,
    lastSeen,
    backOn: isMoment(user.absent) && Date.parse(user.absent) > now ? user.absent : null,
  };
}

function isMoment(date) {
  return typeof date === "string" && !Number.isNaN(Date.parse(date));
}
