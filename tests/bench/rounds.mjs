/** How often each is measured: the median of few rounds says little, and large bodies take their time. */
export const rounds = (count) => Math.min(101, Math.max(9, Math.round(50_000 / count)));
