/** Tells an application's `listener`. One that throws breaks nothing, now or, if it is asynchronous, later. */
export function tellListener(listener, news) {
  try {
    const outcome = listener(news);
    if (outcome !== undefined) Promise.resolve(outcome).catch(() => {});
  } catch {
    // Its own affair.
  }
}
