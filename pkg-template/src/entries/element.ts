export * from "../components/element/element.js";
export type { UserSource, UserState } from "../components/user-state.js";
