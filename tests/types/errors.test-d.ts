// Types of errors: guards narrow, kinds are a closed union, codes are open.
import {
  B24Error,
  type PartialResultError,
  isB24Error,
  isPartialResultError,
  type B24ErrorCode,
  type B24ErrorInfo,
  type B24ErrorLike,
  type ErrorInfo,
  type ErrorKind,
  type FailedIds,
  type FailedIdsInfo,
  type PartialResultErrorInfo,
  type PartialResultErrorLike,
  type UserList,
} from "b24-users";

import { expect, type Same } from "./expect.js";

declare const caught: unknown;

if (isPartialResultError(caught)) {
  expect<Same<typeof caught, PartialResultErrorLike>>();
  expect<Same<ReturnType<NonNullable<typeof caught.toJSON>>, PartialResultErrorInfo>>();
  expect<Same<typeof caught.result.users, UserList["users"]>>();
  expect<Same<typeof caught.failed, FailedIdsInfo[]>>();
  expect<Same<FailedIds["error"], B24Error>>();
  expect<Same<FailedIdsInfo["error"], B24ErrorInfo>>();
} else if (isB24Error(caught)) {
  expect<Same<typeof caught, B24ErrorLike>>();
  const error: Readonly<ErrorInfo> & { name: string; message: string } = caught;
  void error;
  // @ts-expect-error plain data, as from a worker, has no methods
  caught.toJSON();
  const data: B24ErrorInfo | undefined = caught.toJSON?.();
  void data;
  expect<Same<typeof caught.cause, unknown>>();
  expect<Same<typeof caught.code, B24ErrorCode | (string & {})>>();
  // @ts-expect-error no such code
  const misspelt: B24ErrorCode = "EXPIRED_TOKEN";
  void misspelt;
  expect<Same<typeof caught.status, number | null>>();
  expect<Same<typeof caught.retryAfterMs, number | null>>();
  expect<Same<typeof caught.ids, number[]>>();
}

expect<
  Same<
    ErrorKind,
    | "auth"
    | "access"
    | "limit"
    | "request"
    | "server"
    | "network"
    | "timeout"
    | "aborted"
    | "response"
    | "load"
  >
>();
expect<Same<PartialResultError["name"], "PartialResultError">>();

// @ts-expect-error only the package creates errors
new B24Error();

// Errors are assignable to their plain data, and guards do not widen an error type.
declare const known: Error | B24Error;
if (isB24Error(known)) expect<Same<ReturnType<typeof known.toJSON>, B24ErrorInfo>>();
declare const partial: PartialResultError;
const info: PartialResultErrorInfo = partial;
void info;
expect<Same<ReturnType<typeof partial.toJSON>, PartialResultErrorInfo>>();
if (partial instanceof Error) expect<Same<typeof partial.result, UserList>>();
