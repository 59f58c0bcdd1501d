// The module's plain data as results and errors.
import type { ErrorData, UserListData } from "../generated/bindings.js";
import type { UserList } from "../generated/types.gen.js";
import { reasonOf } from "./abort.js";
import { B24Error, createError, restoreError } from "../shared/errors.js";

/** A list of users whose failures are instances of `B24Error`. */
export function toUserList(list: UserListData): UserList {
  const failed = list.failed.map(({ ids, error }) => ({ ids, error: fromData(error) }));
  return { ...list, failed };
}

/** The error for anything that a call is rejected with. `signal` is the call's. */
export function toError(caught: unknown, signal?: AbortSignal): B24Error {
  if (caught instanceof B24Error) return caught;
  if (isErrorData(caught)) {
    return fromData(caught, caught.code === "ABORTED" ? reasonOf(signal) : undefined);
  }
  return createError("load", "PANIC", "The WebAssembly module stopped working", { cause: caught });
}

function isErrorData(caught: unknown): caught is ErrorData {
  return typeof (caught as Partial<ErrorData> | null | undefined)?.kind === "string";
}

function fromData(data: ErrorData, abortReason?: unknown): B24Error {
  const { message, cause: caught, result: list, ...info } = data;
  const result = list && toUserList(list);
  const ownCause = caught && Object.assign(new Error(caught.message), { name: caught.name });
  const cause = result?.failed[0]?.error ?? ownCause ?? abortReason;
  return restoreError(message, info, cause === undefined ? undefined : { cause }, result);
}
