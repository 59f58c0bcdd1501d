/** Calls an application's listener, if any. Its exceptions and rejections are ignored. */
export function callSafely<T>(listener: ((event: T) => unknown) | undefined, event: T): void {
  try {
    const outcome = listener?.(event);
    if (outcome !== undefined) Promise.resolve(outcome).catch(() => {});
  } catch {
    // The listener is the application's.
  }
}
