"use client";
export * from "../components/react.js";
export type * from "../components/user-state.js";
export { dehydrate } from "../components/user-store.js";
