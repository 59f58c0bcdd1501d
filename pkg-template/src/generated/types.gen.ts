// Generated from the Rust types by examples/types.rs; `cargo xtask types --bless` renews it.
import type { B24Error } from "../client/errors.js";

/**
 * A user, as `im.user.list.get` returns it.
 *
 * Every field is always present; a value that the portal does not send is `null`. All text is
 * raw, not HTML: a name may contain `<` or `&`. Plain data: safe for `structuredClone`,
 * `postMessage` and `JSON.stringify`.
 *
 * @see
 * [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
 */
export interface User {
  /**
   * The user's id (`id`).
   */
  id: UserId;
  /**
   * `false` for a dismissed or blocked user (`active`); `true` from old portals, which do
   * not send it.
   */
  active: boolean;
  /**
   * The full name in the portal's name format (`name`); the login of a user without a name.
   */
  name: string;
  /**
   * The first name (`first_name`). `name` need not begin with it.
   */
  firstName: string | null;
  /**
   * The last name (`last_name`).
   */
  lastName: string | null;
  /**
   * The job title (`work_position`).
   */
  workPosition: string | null;
  /**
   * The user's color as `#rrggbb` (`color`), for initials in place of a picture.
   */
  color: string | null;
  /**
   * The URL of the picture, or avatar (`avatar`); `null` without a picture.
   */
  avatar: string | null;
  /**
   * The URL of the larger picture (`avatar_hr`); `null` without a picture. Portals since
   * 2024 send the same as in `avatar`, older ones only with the option `avatarHr`.
   */
  avatarHr: string | null;
  /**
   * `"M"` or `"F"` (`gender`).
   */
  gender: "M" | "F" | (string & {}) | null;
  /**
   * The birthday as `DD-MM`, without a year (`birthday`). `29-02` is possible.
   */
  birthday: string | null;
  /**
   * Whether the user is not an employee (`extranet`): also `true` for connector, mail and
   * network users, but not for bots.
   */
  extranet: boolean;
  /**
   * Whether the user comes from Bitrix24.Network (`network`).
   */
  network: boolean;
  /**
   * Whether the user is a bot (`bot`).
   */
  bot: boolean;
  /**
   * Whether the user is a customer who writes through an open channel (`connector`).
   */
  connector: boolean;
  /**
   * The source of the account (`external_auth_id`), such as `default`, or `socservices` for
   * most users of cloud portals.
   */
  externalAuthId: "default" | "socservices" | "bot" | "email" | "replica" | "imconnector" | "im_guest" | (string & {}) | null;
  /**
   * Always `"online"` from current portals, regardless of the user's presence (`status`).
   */
  status: "online" | "dnd" | "away" | "break" | "offline" | (string & {}) | null;
  /**
   * Start of the user's idle time (`idle`), in ISO 8601 with the portal's offset. Always
   * `null` from current portals.
   */
  idle: string | null;
  /**
   * Time of the last activity (`last_activity_date`), in ISO 8601 with the portal's offset;
   * `null` for users who never signed in, and for bots. The only field of lists that
   * reflects presence.
   */
  lastActivityDate: string | null;
  /**
   * Time of the last activity in the mobile app (`mobile_last_date`), in ISO 8601 with the
   * portal's offset. Always `null` from current portals.
   */
  mobileLastDate: string | null;
  /**
   * Time of the last activity in the desktop app (`desktop_last_date`), in ISO 8601 with
   * the portal's offset. Always `null` in lists.
   */
  desktopLastDate: string | null;
  /**
   * End of the user's leave (`absent`): the day after its last day, in ISO 8601 with the
   * portal's offset; `null` for a user who is not on leave.
   */
  absent: string | null;
  /**
   * The ids of the user's departments (`departments`); empty without departments.
   */
  departments: Array<number>;
  /**
   * The phone numbers (`phones`); `null` without numbers.
   */
  phones: Phones | null;
  /**
   * The properties of a bot (`bot_data`); `null` for people.
   */
  botData: BotData | null;
  /**
   * The type of user (`type`). Customers of open channels are `extranet`.
   */
  type: "user" | "bot" | "extranet" | "collaber" | "guest" | (string & {}) | null;
  /**
   * The website as the user typed it (`website`). Use `websiteHref(user)` for links. A URL
   * that would execute code is `null`, with an issue.
   */
  website: string | null;
  /**
   * The e-mail address as the user typed it (`email`).
   */
  email: string | null;
  /**
   * Fields that this version does not know, under the portal's names. Unknown fields of
   * phones and bots are in `extra.phones` and `extra.bot_data`.
   */
  extra: Record<string, unknown>;
}

/**
 * The id of a user: an integer from 1 to 2^53 - 1.
 */
export type UserId = number;

/**
 * A user's phone numbers (`phones`), as the portal sends them: digits only if the portal has
 * telephony, else as typed.
 */
export interface Phones {
  /**
   * The mobile number (`personal_mobile`).
   */
  personalMobile: string | null;
  /**
   * The work number (`work_phone`).
   */
  workPhone: string | null;
  /**
   * The extension in the company (`inner_phone`): digits, `#`, `*`.
   */
  innerPhone: string | null;
  /**
   * The private number (`personal_phone`).
   */
  personalPhone: string | null;
}

/**
 * The bot properties of a user (`bot_data`). Flags that older portals omit are `false`.
 */
export interface BotData {
  /**
   * The bot's id (`id`), equal to the user's id; `null` from portals before 2026.
   */
  id: number | null;
  /**
   * The bot's code in its application (`code`).
   */
  code: string | null;
  /**
   * The type of bot (`type`).
   */
  type: "bot" | "human" | "network" | "support24" | "openline" | "supervisor" | "personal" | (string & {}) | null;
  /**
   * The id of the application that owns the bot (`app_id`); `null` for the portal's own
   * bots.
   */
  appId: string | null;
  /**
   * Whether the bot is hidden from lists (`is_hidden`).
   */
  isHidden: boolean;
  /**
   * Whether the bot can serve open channels (`is_support_openline`).
   */
  isSupportOpenline: boolean;
  /**
   * Whether the bot can serve open channels (`openline`), from portals since 2026.
   */
  openline: boolean;
  /**
   * The id of the background of the bot's chats (`background_id`).
   */
  backgroundId: string | null;
  /**
   * Whether users can react to the bot's messages (`reactions_enabled`).
   */
  reactionsEnabled: boolean;
}

/**
 * The result of `getUsers`. Every requested id is in exactly one of `users`, `missing`, `failed`
 * and `invalid`.
 */
export interface UserList {
  /**
   * The users, in the order of the ids, without duplicates.
   */
  users: Array<User>;
  /**
   * The ids that the portal does not know or the caller may not see, in the order of the ids.
   */
  missing: Array<UserId>;
  /**
   * The fields that did not have their declared type.
   */
  issues: Array<UserIssue>;
  /**
   * The entries that are not user ids; empty unless `{ invalid: "report" }`.
   */
  invalid: Array<InvalidId>;
  /**
   * The ids that could not be fetched, with the errors; empty unless `{ partial: true }`.
   */
  failed: Array<FailedIds>;
  /**
   * The number of requests of the call, and the sums of the times in their responses.
   */
  time: Timing;
}

/**
 * A chunk of users that `streamUsers` yields: at most 500 ids that have arrived.
 */
export interface UserChunk {
  /**
   * The users.
   */
  users: Array<User>;
  /**
   * The ids that the portal does not know or the caller may not see.
   */
  missing: Array<UserId>;
  /**
   * The fields that did not have their declared type.
   */
  issues: Array<UserIssue>;
}

/**
 * A field of a user that did not have its declared type. The user is returned with `null` in this
 * field.
 */
export interface UserIssue {
  /**
   * The id of the user.
   */
  id: UserId;
  /**
   * Path of the field in `User`: `phones.workPhone`, `departments[1]`.
   */
  path: string;
  /**
   * The expected type: `string`, `ISO 8601 date`, ...
   */
  expected: string;
  /**
   * The value received, as JSON, truncated.
   */
  received: string;
}

/**
 * An entry of the ids that is not a user id. Reported with `{ invalid: "report" }`.
 */
export interface InvalidId {
  /**
   * Index of the entry in the ids as passed, from 0.
   */
  index: number;
  /**
   * The value itself, as passed.
   */
  value: unknown;
}

/**
 * Ids that could not be fetched, with the error.
 */
export interface FailedIds {
  /**
   * The ids, all of one failed request.
   */
  ids: Array<UserId>;
  /**
   * The error of the request for these ids.
   */
  error: B24Error;
}

/**
 * The number of requests of a call, and the sums of the times in the responses (`time`).
 */
export interface Timing {
  /**
   * Number of requests sent.
   */
  requests: number;
  /**
   * Seconds of processing, by the portal's clock. Current portals report up to one second too
   * much per request.
   */
  duration: number;
  /**
   * Seconds counted against the operating-time limit; `null` if no response reports them. Each
   * response reports the method's total of the last ten minutes, so with several responses the
   * earlier seconds are counted more than once.
   */
  operating: number | null;
}

/**
 * The time that a REST call took (`time`). A field that the portal does not send is `null`.
 */
export interface RestTime {
  /**
   * Start of the call, in seconds since 1970; whole seconds from current portals.
   */
  start: number | null;
  /**
   * End of the call, in seconds since 1970.
   */
  finish: number | null;
  /**
   * Seconds between start and end; up to one second too much from current portals.
   */
  duration: number | null;
  /**
   * Seconds of processing by the method itself; mostly 0 from current portals.
   */
  processing: number | null;
  /**
   * Start of the call, in ISO 8601 with the portal's offset.
   */
  dateStart: string | null;
  /**
   * End of the call, in ISO 8601 with the portal's offset.
   */
  dateFinish: string | null;
  /**
   * Seconds of processing by the method for the application in the last ten minutes, which the
   * portal limits.
   */
  operating: number | null;
  /**
   * Time at which `operating` decreases, in seconds since 1970.
   */
  operatingResetAt: number | null;
}

/**
 * The plain-data options of a client.
 */
export interface PlainClientOptions {
  /**
   * The portal's address: `example.bitrix24.com`, `https://example.bitrix24.com`, or the
   * `client_endpoint` of an OAuth response. Not needed if the token or the webhook has it. Plain
   * `http` is accepted for localhost only.
   */
  portal?: string | undefined;
  /**
   * The portal's limits, and the client's own.
   */
  limits?: Limits | undefined;
  /**
   * Timeout of one attempt, in milliseconds; 65 000 by default, as portals themselves end
   * requests after 60 seconds.
   */
  requestTimeoutMs?: number | undefined;
  /**
   * Deadline of a whole call, waits and retries included, in milliseconds. By default 120 000
   * for methods that need one request, none for methods that may need many.
   */
  deadlineMs?: number | undefined;
  /**
   * Maximum number of retries of a request; 4 by default. Even with 0, a request that fails as a
   * whole is split to isolate the record that breaks it: after a probe of its first and last
   * id, it is sent again in halves.
   */
  retries?: number | undefined;
  /**
   * Milliseconds that `loadUser` waits for other calls to join its batch; 0 by default: calls of
   * the same tick join.
   */
  coalesceMs?: number | undefined;
  /**
   * How calls treat entries that are not user ids; `"throw"` by default.
   */
  invalid?: OnInvalid | undefined;
}

/**
 * The portal's limits, and the client's own. The defaults suit every plan but the largest, whose
 * portals allow `{ burst: 250, perSecond: 5 }`.
 */
export interface Limits {
  /**
   * Capacity of the portal's leaky bucket, in requests; 50 by default.
   */
  burst?: number | undefined;
  /**
   * Leak rate of the portal's bucket, in requests per second; 2 by default.
   */
  perSecond?: number | undefined;
  /**
   * Ids in one call of `im.user.list.get`; 50 by default. Up to 50 such calls form one request.
   */
  idsPerCall?: number | undefined;
  /**
   * Maximum number of requests in flight; 4 by default.
   */
  concurrency?: number | undefined;
  /**
   * Maximum size of a response after decompression, in bytes; 67 108 864 (64 MiB) by default,
   * about ten times the response to the largest request. A larger response is not read to its
   * end: its ids are fetched in smaller batches. If a response for one id is too large, the
   * error is `RESPONSE_TOO_LARGE`.
   */
  maxResponseBytes?: number | undefined;
  /**
   * Maximum number of entries in the ids of one call; 1 000 000 by default. A call with more
   * entries, or with an infinite iterable, rejects with `TOO_MANY_IDS` before anything is sent.
   */
  maxIds?: number | undefined;
}

/**
 * Times to live and size of a client's cache.
 */
export interface CacheOptions {
  /**
   * Time to live of a user, in milliseconds; 300 000 by default.
   */
  ttlMs?: number | undefined;
  /**
   * Time to live of a missing id, in milliseconds; 30 000 by default.
   */
  missingTtlMs?: number | undefined;
  /**
   * Maximum number of users and missing ids; 10 000 by default. 0 disables the cache.
   */
  max?: number | undefined;
}

/**
 * The plain-data options of a call for users.
 */
export interface PlainGetUsersOptions {
  /**
   * Deadline of the whole call, in milliseconds; by default the client's `deadlineMs`, else
   * none. Users that had arrived are kept: they are in the result with `partial`, else in that
   * of the `PartialResultError`. A `signal` gives the call up, without a result. For one
   * deadline over several calls, subtract: `deadlineMs: end - Date.now()`.
   */
  deadlineMs?: number | undefined;
  /**
   * Maximum age of a cached user, in milliseconds; `cache.ttlMs` by default.
   */
  maxAgeMs?: number | undefined;
  /**
   * Whether to bypass the cache, as `maxAgeMs: 0`; `false` by default.
   */
  fresh?: boolean | undefined;
  /**
   * How this call treats entries that are not user ids; by default the client's `invalid`.
   */
  invalid?: OnInvalid | undefined;
  /**
   * Whether the call resolves with a partial result when some requests fail; `false` by default.
   * The errors are in `failed`. If all requests fail, the call always rejects.
   */
  partial?: boolean | undefined;
  /**
   * Whether to request larger pictures in `avatarHr` (`AVATAR_HR`). Portals since 2024 ignore
   * it.
   */
  avatarHr?: boolean | undefined;
}

/**
 * The plain-data options of `call` and `batch`.
 */
export interface PlainCallOptions {
  /**
   * Deadline of the whole call, in milliseconds; by default the client's `deadlineMs`, else
   * 120 000 for `call` and none for `batch`.
   */
  deadlineMs?: number | undefined;
  /**
   * Whether requests are retried even if the portal may have executed them; `false` by default.
   * Safe for methods that only read, or have the same effect when executed twice. With `false`,
   * a request is retried only if the portal did not execute it, because of a limit or an expired
   * token.
   */
  idempotent?: boolean | undefined;
}

/**
 * How a call treats entries that are not user ids: `throw` rejects the call before anything is
 * sent, `report` lists them in `invalid` and fetches the others.
 */
export type OnInvalid = "throw" | "report";

/**
 * The progress of a call for many users.
 */
export interface Progress {
  /**
   * Number of ids with an outcome: found, missing or failed.
   */
  done: number;
  /**
   * Number of ids of the call.
   */
  total: number;
  /**
   * Number of requests sent by the call.
   */
  requests: number;
}

/**
 * An event of a client, for logs and waterfalls. No event holds a token or a webhook's code.
 *
 * - `request`: a request was sent;
 * - `response`: a request settled, with a response or an error;
 * - `wait`: a request waits for the portal's limits;
 * - `retry`: a request failed and will be sent again;
 * - `split`: the ids of a failed request will be fetched in smaller batches;
 * - `refresh`: the token has expired, or the portal has moved, and a new token is requested;
 * - `issue`: a field of a user did not have its declared type.
 */
export type ClientEvent =
  | {
      type: "request";
      /**
       * Time of the event, in milliseconds since 1970.
       */
      at: number;
      /**
       * The sequence number of the request in this client, from 1.
       */
      request: number;
      /**
       * The REST method.
       */
      method: string;
      /**
       * The number of ids in the request.
       */
      ids: number;
    }
  | {
      type: "response";
      /**
       * Time of the event, in milliseconds since 1970.
       */
      at: number;
      /**
       * The sequence number of the request in this client.
       */
      request: number;
      /**
       * The REST method.
       */
      method: string;
      /**
       * Whole milliseconds since the request was sent.
       */
      afterMs: number;
      /**
       * The HTTP status; `null` without a response.
       */
      status: number | null;
      /**
       * The error's code; `null` on success.
       */
      code: string | null;
    }
  | {
      type: "wait";
      /**
       * Time of the event, in milliseconds since 1970.
       */
      at: number;
      /**
       * `limit`: the portal accepts no more requests for now. `operating`: the method has used
       * up its operating time.
       */
      reason: WaitReason;
      /**
       * Whole milliseconds until the next attempt to send the request.
       */
      ms: number;
    }
  | {
      type: "retry";
      /**
       * Time of the event, in milliseconds since 1970.
       */
      at: number;
      /**
       * The REST method.
       */
      method: string;
      /**
       * The error's code.
       */
      code: string;
      /**
       * The number of the next attempt, from 2.
       */
      attempt: number;
      /**
       * Whole milliseconds until the next attempt.
       */
      afterMs: number;
    }
  | {
      type: "split";
      /**
       * Time of the event, in milliseconds since 1970.
       */
      at: number;
      /**
       * The error's code.
       */
      code: string;
      /**
       * The number of ids to be fetched.
       */
      ids: number;
    }
  | {
      type: "refresh";
      /**
       * Time of the event, in milliseconds since 1970.
       */
      at: number;
    }
  | {
      type: "issue";
      /**
       * Time of the event, in milliseconds since 1970.
       */
      at: number;
      /**
       * The field and the value received.
       */
      issue: UserIssue;
    };

/**
 * The limit that a request waits for.
 */
export type WaitReason = "limit" | "operating";

/**
 * The counters of a client since it was created.
 */
export interface Stats {
  /**
   * Requests sent, retries included.
   */
  requests: number;
  /**
   * Requests sent again after a failure.
   */
  retries: number;
  /**
   * Failed requests whose ids were fetched in smaller batches.
   */
  splits: number;
  /**
   * Times that a request waited for the portal's limits.
   */
  waits: number;
  /**
   * Token refreshes, because the token had expired or the portal had moved.
   */
  refreshes: number;
  /**
   * Users and missing ids served from the cache.
   */
  cacheHits: number;
  /**
   * Users and missing ids served by another call's request in flight.
   */
  shared: number;
  /**
   * Users and missing ids in the cache now.
   */
  cacheSize: number;
}

/**
 * The data of an error.
 *
 * No string in it holds a token or the code of a webhook.
 */
export interface ErrorInfo {
  /**
   * A stable code: the portal's own (`expired_token`, `QUERY_LIMIT_EXCEEDED`, ...) or one of
   * ours (`INVALID_ID`, ...). Portals may send codes that are not listed.
   */
  code: B24ErrorCode | (string & {});
  /**
   * The kind of failure.
   */
  kind: ErrorKind;
  /**
   * The HTTP status of the response; `null` without a response.
   */
  status: number | null;
  /**
   * Whether the same call may succeed later.
   */
  retryable: boolean;
  /**
   * Milliseconds until the portal's limits allow the same request again; `null` if unknown.
   */
  retryAfterMs: number | null;
  /**
   * The REST method of the failed request; `null` if no request was sent.
   */
  method: string | null;
  /**
   * The user ids of the failed request.
   */
  ids: Array<UserId>;
}

/**
 * The codes of errors: of this package, then those that portals are documented to send.
 */
export type B24ErrorCode =
  /** An entry of the ids is not a user id. Nothing was sent. */
  | "INVALID_ID"
  /** There are more ids than `limits.maxIds`. Nothing was sent. */
  | "TOO_MANY_IDS"
  /** The value does not identify a chat. Nothing was sent. */
  | "INVALID_CHAT"
  /** The REST method's name is not valid. Nothing was sent. */
  | "INVALID_METHOD"
  /** The parameters, filter or query of a call cannot be sent, or the portal would misread them. Nothing was sent. */
  | "INVALID_PARAMS"
  /** A command of a batch has a reference that the portal would misread. Nothing was sent. */
  | "INVALID_REFERENCE"
  /** A command of a batch refers to a value that does not exist, so the portal substituted another value. */
  | "UNRESOLVED_REFERENCE"
  /** A command of a batch was not executed, because a command of its group failed. */
  | "COMMAND_SKIPPED"
  /** The library sends no token to this portal address or webhook. */
  | "INVALID_PORTAL"
  /** An option has a wrong type or value, or two options contradict each other. */
  | "INVALID_OPTIONS"
  /** The application's `getToken` threw or did not answer in time (`retryable`), or returned a value that is not a token. */
  | "TOKEN_UNAVAILABLE"
  /** One attempt took longer than `requestTimeoutMs`. */
  | "REQUEST_TIMEOUT"
  /** The whole call took longer than `deadlineMs`. Users that had arrived are kept. */
  | "DEADLINE_EXCEEDED"
  /** The caller's signal was aborted. The call has no result. */
  | "ABORTED"
  /** The request could not be sent, or no response could be read: no network, DNS, TLS, CORS, or a Content-Security-Policy whose `connect-src` does not list the portal. */
  | "NETWORK_ERROR"
  /** The portal's address redirects, and redirects are never followed: the portal was renamed, and `getToken`, if there is one, did not return its new address. */
  | "PORTAL_MOVED"
  /** The response is not JSON, or not the JSON that the method returns. */
  | "BAD_RESPONSE"
  /** The response is larger than `limits.maxResponseBytes`, even for one user. */
  | "RESPONSE_TOO_LARGE"
  /** The response has users that were not requested. */
  | "UNEXPECTED_USERS"
  /** The portal reported an error without a code. */
  | "PORTAL_ERROR"
  /** Some users arrived, others could not be fetched. */
  | "PARTIAL_RESULT"
  /** The client was closed. Nothing was sent. */
  | "CLOSED"
  /** The WebAssembly module could not be loaded. */
  | "LOAD_FAILED"
  /** The page's Content-Security-Policy forbids WebAssembly. `b24-users/js` needs none. */
  | "WASM_FORBIDDEN"
  /** The runtime has no WebAssembly. `b24-users/js` needs none. */
  | "WASM_UNAVAILABLE"
  /** `init` of `b24-users/slim` was not called. */
  | "NOT_INITIALIZED"
  /** The WebAssembly module stopped working; the next call starts another instance. */
  | "PANIC"
  /** The token has expired. With `getToken`, a new one was tried. */
  | "expired_token"
  /** The authorization server does not know the token. With `getToken`, a new one was tried. */
  | "invalid_token"
  /** The portal found no credential in the request. */
  | "NO_AUTH_FOUND"
  /** The webhook is wrong, revoked or expired. */
  | "INVALID_CREDENTIALS"
  /** The user of the token is deactivated. */
  | "authorization_error"
  /** The application has been removed from the portal. */
  | "APPLICATION_NOT_FOUND"
  /** The application is not installed. */
  | "ERROR_OAUTH"
  /** The method needs another kind of credential. */
  | "WRONG_AUTH_TYPE"
  /** The session of a page of the portal has expired. */
  | "session_failed"
  /** The token lacks the scope of the method. */
  | "insufficient_scope"
  /** The user may not use the application. */
  | "user_access_error"
  /** The caller may not do this, or the portal's plan has no REST access. */
  | "ACCESS_DENIED"
  /** The user of a page of the portal is not signed in. */
  | "access_denied"
  /** The caller may not see the members of the chat. */
  | "ACCESS_ERROR"
  /** The portal's subscription has ended. */
  | "PAYMENT_REQUIRED"
  /** The portal has been closed or deleted. */
  | "PORTAL_DELETED"
  /** The call waits for confirmation by a user. */
  | "METHOD_CONFIRM_WAITING"
  /** A user has denied the call. */
  | "METHOD_CONFIRM_DENIED"
  /** The portal accepts no more requests for now. The request was retried. */
  | "QUERY_LIMIT_EXCEEDED"
  /** The method has used up its operating time; `retryAfterMs` says when it may be called again. */
  | "OPERATION_TIME_LIMIT"
  /** The portal blocks REST manually, until its support lifts that. */
  | "OVERLOAD_LIMIT"
  /** The portal accepts https only. */
  | "INVALID_REQUEST"
  /** The portal cannot read the ids. */
  | "INVALID_FORMAT"
  /** An argument of the method is invalid. */
  | "ERROR_ARGUMENT"
  /** The portal has no such method. */
  | "ERROR_METHOD_NOT_FOUND"
  /** The method cannot be a command of a batch. */
  | "ERROR_BATCH_METHOD_NOT_ALLOWED"
  /** The batch has more than 50 commands. */
  | "ERROR_BATCH_LENGTH_EXCEEDED"
  /** The portal has no such manifest of settings. */
  | "ERROR_MANIFEST_IS_NOT_AVAILABLE"
  /** The id is not positive. */
  | "ID_EMPTY"
  /** The portal has no such user. */
  | "USER_NOT_EXISTS"
  /** The portal has no such status. */
  | "STATUS_ERROR"
  /** The chat's number is missing or not positive. */
  | "CHAT_ID_EMPTY"
  /** The dialog's id is missing or invalid. */
  | "DIALOG_ID_EMPTY"
  /** The search text is too short. */
  | "FIND_SHORT"
  /** The portal could not reach its authorization server. */
  | "CONNECTION_ERROR"
  /** The portal failed, perhaps for a moment. */
  | "INTERNAL_SERVER_ERROR"
  /** The portal failed, perhaps for a moment. */
  | "ERROR_UNEXPECTED_ANSWER"
  /** The portal failed, perhaps for a moment. */
  | "ERROR_CORE"
  /** The portal is misconfigured. */
  | "INTERNAL_WRONG_TRANSPORT"
  /** The portal is misconfigured. */
  | "INTERNAL_WRONG_HANDLER_CLASS"
  /** The portal could not encode its response. */
  | "WRONG_ENCODING";

/**
 * The kind of a failure, for code that decides what to do next.
 *
 * - `auth`: the portal rejects the token or webhook.
 * - `access`: the portal knows the caller, but denies access: scope, rights, plan.
 * - `limit`: too many requests or too much operating time.
 * - `request`: the call itself is wrong; a retry does not help.
 * - `server`: the portal failed.
 * - `network`: no response arrived from the portal.
 * - `timeout`: an attempt or the whole call took too long.
 * - `aborted`: the caller's signal was aborted, or the client was closed.
 * - `response`: a response arrived, but it is invalid.
 * - `load`: the WebAssembly module could not be loaded or stopped working.
 */
export type ErrorKind = "auth" | "access" | "limit" | "request" | "server" | "network" | "timeout" | "aborted" | "response" | "load";
