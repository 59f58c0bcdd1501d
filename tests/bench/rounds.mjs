/**
 * How often each is measured: the median of few rounds says little, and large bodies take their
 * time.
 */
export const rounds = (count) =>
  Math.min(99, Math.max(count > 5000 ? 5 : 15, Math.round(60_000 / count)));

/** How often everybody does its task before, with each form of an answer. */
export const WARM_UP = 300;
