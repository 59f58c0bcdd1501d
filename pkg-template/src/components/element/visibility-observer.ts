/** How far from the window's edge an element counts as in sight, so that scrolling finds it ready. */
const MARGIN = "200px";

/** Tells elements when they come into sight of the reader and when they leave it; without a way to know, all are in sight. */
export function createSight() {
  const listeners = new WeakMap();
  const tell = (entries) => entries.forEach(({ target, isIntersecting }) => listeners.get(target)?.(isIntersecting));
  const observer = globalThis.IntersectionObserver && new IntersectionObserver(tell, { rootMargin: MARGIN });
  return {
    watch(element, listener) {
      listeners.set(element, listener);
      if (observer) observer.observe(element);
      else listener(true);
    },
    leave(element) {
      listeners.delete(element);
      observer?.unobserve(element);
    },
  };
}
