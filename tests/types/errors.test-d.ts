// Errors: guards narrow, kinds are closed, codes are open.
import {
  B24Error,
  PartialResultError,
  isB24Error,
  isPartialResultError,
  type ErrorInfo,
  type ErrorKind,
  type Failure,
  type UserList,
} from "b24-users";

import { expect, type Same } from "./expect.js";

declare const caught: unknown;

if (isPartialResultError(caught)) {
  expect<Same<typeof caught, PartialResultError>>();
  expect<Same<typeof caught.result, UserList>>();
  expect<Same<typeof caught.failed, Failure[]>>();
  expect<Same<Failure["error"], B24Error>>();
} else if (isB24Error(caught)) {
  const error: Error & ErrorInfo = caught;
  void error;
  expect<Same<typeof caught.code, string>>();
  expect<Same<typeof caught.status, number | null>>();
  expect<Same<typeof caught.retryAfterMs, number | null>>();
  expect<Same<typeof caught.ids, number[]>>();
}

expect<
  Same<
    ErrorKind,
    "auth" | "access" | "limit" | "request" | "server" | "network" | "timeout" | "aborted" | "response" | "load"
  >
>();
expect<Same<PartialResultError["name"], "PartialResultError">>();

// @ts-expect-error only the package makes them
new B24Error();
