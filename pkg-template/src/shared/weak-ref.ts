/** The part of a `WeakRef` that the package uses. */
export interface Ref<T> {
  deref(): T | undefined;
}

/** A weak reference, or a strong one where the engine has no `WeakRef`. */
export function weakRefTo<T extends object>(target: T): Ref<T> {
  return typeof WeakRef === "function" ? new WeakRef(target) : { deref: () => target };
}
