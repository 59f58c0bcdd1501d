// What the WebAssembly side gives is plain data; here it becomes what users meet.
import { B24Error, PartialResultError } from "./errors.js";
import { reasonOf } from "./abort.js";

/** A list of users whose failures are real errors. */
export function toUserList(list) {
  for (const failure of list.failed) failure.error = fromInfo(failure.error);
  return list;
}

/** The error for anything that a call may be rejected with. `signal` is the call's. */
export function toError(caught, signal) {
  if (caught instanceof B24Error) return caught;
  if (typeof caught?.kind === "string") {
    return fromInfo(caught, caught.code === "ABORTED" ? reasonOf(signal) : undefined);
  }
  return B24Error.of("load", "PANIC", "The WebAssembly module stopped working", { cause: caught });
}

function fromInfo(info, reason) {
  const cause = info.cause ? Object.assign(new Error(info.cause.message), { name: info.cause.name }) : reason;
  const options = cause === undefined ? undefined : { cause };
  if (!info.result) return new B24Error(info, options);
  const result = toUserList(info.result);
  return new PartialResultError({ ...info, result }, { cause: result.failed[0].error });
}
