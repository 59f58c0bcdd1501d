/** The number of rounds: enough for a median, but fewer for large bodies. */
export const rounds = (count) =>
  Math.min(99, Math.max(count > 5000 ? 5 : 15, Math.round(60_000 / count)));

/** Warm-up rounds per contender and form of the response. */
export const WARM_UP = 300;
