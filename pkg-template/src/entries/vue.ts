export type * from "../components/user-state.js";
export { dehydrate } from "../components/user-store.js";
export * from "../components/vue.js";
