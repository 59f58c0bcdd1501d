/** How often each is measured: the median of few rounds says little, and large bodies take their time. */
export const rounds = (count) => Math.min(31, Math.max(count > 5000 ? 3 : 7, Math.round(20_000 / count)));

/** How often everybody does its task before, with each form of an answer. */
export const WARM_UP = 300;
