export type { PersistentCache } from "../client/persistent-cache.js";
export type * from "../persist/persistent-cache.js";
export { persistentCache } from "../persist/persistent-cache.js";
