import type { B24ErrorInfo, Token, TokenRequest } from "b24-users";

/** What the page sends to the worker. */
export type ToWorker =
  | { type: "count"; ids: number[]; useFakePortal: boolean }
  | { type: "token"; token: Token | null };

/** What the worker sends to the page. */
export type ToPage =
  | { type: "token"; request: TokenRequest }
  | { type: "progress"; users: number; missing: number }
  | { type: "done"; users: number; missing: number; positions: [name: string, count: number][] }
  | { type: "error"; error: B24ErrorInfo };
