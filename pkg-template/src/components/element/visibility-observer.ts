/** Distance from the viewport's edge at which an element counts as visible, ahead of scrolling. */
const MARGIN = "200px";

/** Reports when elements become visible or hidden. */
export interface VisibilityObserver {
  observe(element: Element, listener: (isVisible: boolean) => void): void;
  unobserve(element: Element): void;
}

/** Creates an observer. Without `IntersectionObserver` all elements are visible. */
export function createVisibilityObserver(): VisibilityObserver {
  const listeners = new WeakMap<Element, (isVisible: boolean) => void>();
  const notify = (entries: IntersectionObserverEntry[]) => {
    for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting);
  };
  const observer =
    globalThis.IntersectionObserver && new IntersectionObserver(notify, { rootMargin: MARGIN });
  return {
    observe(element, listener) {
      listeners.set(element, listener);
      if (observer) observer.observe(element);
      else listener(true);
    },
    unobserve(element) {
      listeners.delete(element);
      observer?.unobserve(element);
    },
  };
}
