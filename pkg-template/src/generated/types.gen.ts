// Generated from the Rust types by examples/types.rs; `cargo xtask types --bless` renews it.
import type { B24Error } from "../shared/errors.js";

/**
 * A user, as `im.user.list.get` returns it.
 *
 * Every field is always present; a value that the portal does not send is `null`. All strings
 * are plain text, not HTML: a name may contain `<` or `&`. A user is plain data, which
 * `structuredClone`, `postMessage` and `JSON.stringify` accept.
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
   * Whether the user is active (`active`); `false` for a dismissed or blocked user. Always
   * `true` from old portals, which do not send the field.
   */
  active: boolean;
  /**
   * The full name, in the portal's name format (`name`). If the user has no name, this is
   * the login.
   */
  name: string;
  /**
   * The first name (`first_name`). `name` may begin with another part of the name.
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
   * The user's color as `#rrggbb` (`color`), for initials that are shown instead of a
   * picture.
   */
  color: string | null;
  /**
   * The URL of the picture, or avatar (`avatar`); `null` if the user has no picture.
   */
  avatar: string | null;
  /**
   * The URL of the larger picture (`avatar_hr`); `null` if the user has no picture. Portals
   * since 2024 always send the same URL as in `avatar`. Older portals send the URL only with
   * the option `avatarHr`, and otherwise this is `null`.
   */
  avatarHr: string | null;
  /**
   * The gender (`gender`): `"M"` or `"F"`.
   */
  gender: "M" | "F" | (string & {}) | null;
  /**
   * The birthday as `DD-MM`, without a year (`birthday`). It may be `29-02`.
   */
  birthday: string | null;
  /**
   * Whether the user is not an employee (`extranet`). Also `true` for connector, mail and
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
   * The source of the account (`external_auth_id`), such as `default`. On cloud portals, it
   * is `socservices` for most users.
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
   * `null` for bots, and for users who have never signed in. This is the only field of
   * `im.user.list.get` that reflects presence.
   */
  lastActivityDate: string | null;
  /**
   * Time of the last activity in the mobile app (`mobile_last_date`), in ISO 8601 with the
   * portal's offset. Always `null` from current portals.
   */
  mobileLastDate: string | null;
  /**
   * Time of the last activity in the desktop app (`desktop_last_date`), in ISO 8601 with the
   * portal's offset. Only `getUser` and `getCurrentUser` return it; otherwise it is `null`.
   */
  desktopLastDate: string | null;
  /**
   * The day after the last day of the user's leave (`absent`), in ISO 8601 with the portal's
   * offset; `null` if the user is not on leave.
   */
  absent: string | null;
  /**
   * The ids of the user's departments (`departments`); empty if there are none.
   */
  departments: Array<number>;
  /**
   * The phone numbers (`phones`); `null` if there are none.
   */
  phones: Phones | null;
  /**
   * The properties of the bot (`bot_data`); `null` if the user is not a bot.
   */
  botData: BotData | null;
  /**
   * The type of user (`type`). A customer of an open channel has `extranet`.
   */
  type: "user" | "bot" | "extranet" | "collaber" | "guest" | (string & {}) | null;
  /**
   * The website as the user typed it (`website`). For links, use `websiteHref(user)`. A URL
   * that would execute code is replaced by `null`, and reported as a `UserIssue`.
   */
  website: string | null;
  /**
   * The e-mail address as the user typed it (`email`).
   */
  email: string | null;
  /**
   * The fields that this version of the library does not know, with the portal's names and
   * values. Unknown fields of `phones` and `botData` are in `extra.phones` and
   * `extra.bot_data`.
   */
  extra: Record<string, unknown>;
}

/**
 * The id of a user: an integer from 1 to 2^53 - 1.
 */
export type UserId = number;

/**
 * A user's phone numbers (`phones`), as the portal sends them: only the digits if the portal
 * has telephony, otherwise as typed.
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
   * The extension within the company (`inner_phone`). It consists of digits, `#` and `*`.
   */
  innerPhone: string | null;
  /**
   * The private number (`personal_phone`).
   */
  personalPhone: string | null;
}

/**
 * The properties of a user who is a bot (`bot_data`). A flag that an older portal does not
 * send is `false`.
 */
export interface BotData {
  /**
   * The bot's id (`id`), which is the user's id; `null` from portals before 2026.
   */
  id: number | null;
  /**
   * The code that the application gave the bot (`code`).
   */
  code: string | null;
  /**
   * The type of bot (`type`).
   */
  type: "bot" | "human" | "network" | "support24" | "openline" | "supervisor" | "personal" | (string & {}) | null;
  /**
   * The id of the application to which the bot belongs (`app_id`); `null` for the portal's
   * own bots.
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
   * The same as `isSupportOpenline`, under its newer name (`openline`); `false` from portals
   * before 2026.
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
 * The result of `getUsers`. Each requested id is in exactly one of `users`, `missing`, `failed`
 * and `invalid`.
 */
export interface UserList {
  /**
   * The users, in the order of the requested ids, without duplicates.
   */
  users: Array<User>;
  /**
   * The ids that do not exist or that the caller may not see, in the order of the requested ids.
   */
  missing: Array<UserId>;
  /**
   * The fields of users whose values did not have the declared type.
   */
  issues: Array<UserIssue>;
  /**
   * The entries of the ids that are not user ids; empty unless the call has `{ invalid: "report"
   * }`.
   */
  invalid: Array<InvalidId>;
  /**
   * The ids that could not be fetched, with their errors. If there are any, the call resolves
   * only with `{ partial: true }`; otherwise, the `PartialResultError` has this `UserList`.
   */
  failed: Array<FailedIds>;
  /**
   * The number of requests of the call, and the sums of the times in their responses.
   */
  time: Timing;
}

/**
 * A chunk of users that `streamUsers` yields. It has at most 500 ids.
 */
export interface UserChunk {
  /**
   * The users of the chunk.
   */
  users: Array<User>;
  /**
   * The ids that do not exist or that the caller may not see.
   */
  missing: Array<UserId>;
  /**
   * The fields of users whose values did not have the declared type.
   */
  issues: Array<UserIssue>;
}

/**
 * A field of a user whose value did not have the declared type. The user is returned as if the
 * portal had not sent this value: the field is usually `null`.
 */
export interface UserIssue {
  /**
   * The id of the user.
   */
  id: UserId;
  /**
   * The path of the field in `User`, such as `phones.workPhone` or `departments[1]`.
   */
  path: string;
  /**
   * The expected type, such as `string` or `ISO 8601 date`.
   */
  expected: string;
  /**
   * The received value as JSON, truncated to 80 characters.
   */
  received: string;
}

/**
 * An entry of the ids that is not a user id. Only calls with `{ invalid: "report" }` return such
 * entries.
 */
export interface InvalidId {
  /**
   * Index of the entry in the ids that the caller passed, from 0.
   */
  index: number;
  /**
   * The entry itself, as the caller passed it.
   */
  value: unknown;
}

/**
 * Ids that could not be fetched, with the reason.
 */
export interface FailedIds {
  /**
   * The ids that failed with this error.
   */
  ids: Array<UserId>;
  /**
   * The error with which the request for these ids failed.
   */
  error: B24Error;
}

/**
 * The number of requests of a call, and the sums of the times in their responses (`time`).
 */
export interface Timing {
  /**
   * Number of requests that the call has sent.
   */
  requests: number;
  /**
   * Sum of the processing times, in seconds, by the portal's clock. Current portals report up to
   * one second too much per request.
   */
  duration: number;
  /**
   * Sum of `operating` of all responses, in seconds; `null` if no response has it. Each response
   * reports the method's total of the last ten minutes, so several responses count earlier
   * seconds more than once.
   */
  operating: number | null;
}

/**
 * The times of a REST call, as the portal reports them (`time`). A value that the portal does not
 * send is `null`.
 */
export interface RestTime {
  /**
   * Start of the call, in seconds since 1970. Current portals round it down to whole seconds.
   */
  start: number | null;
  /**
   * End of the call, in seconds since 1970.
   */
  finish: number | null;
  /**
   * Time between `start` and `finish`, in seconds. From current portals, up to one second too
   * long, because of the rounded `start`.
   */
  duration: number | null;
  /**
   * Time that the method itself took, in seconds. Usually 0 from current portals.
   */
  processing: number | null;
  /**
   * Start of the call, in ISO 8601 with the portal's UTC offset.
   */
  dateStart: string | null;
  /**
   * End of the call, in ISO 8601 with the portal's UTC offset.
   */
  dateFinish: string | null;
  /**
   * Operating time in seconds: how long the portal has executed this method for the application
   * in the last ten minutes. The portal limits it.
   */
  operating: number | null;
  /**
   * Time at which `operating` decreases, in seconds since 1970.
   */
  operatingResetAt: number | null;
}

/**
 * The options of a client that are plain data.
 */
export interface PlainClientOptions {
  /**
   * The portal's address: `example.bitrix24.com`, `https://example.bitrix24.com`, or the
   * `client_endpoint` of an OAuth response. Not needed if the token or the webhook contains the
   * address. Plain `http` is accepted only for localhost.
   */
  portal?: string | undefined;
  /**
   * The portal's limits, and the client's own limits.
   */
  limits?: Limits | undefined;
  /**
   * Timeout of one attempt of a request, in milliseconds; 65 000 by default, because portals
   * themselves end requests after 60 seconds.
   */
  requestTimeoutMs?: number | undefined;
  /**
   * Deadline of a whole call, including waits and retries, in milliseconds. By default 120 000
   * for methods that need one request, and none for methods that may need many.
   */
  deadlineMs?: number | undefined;
  /**
   * Maximum number of retries of a request; 4 by default. Even with 0, a request for several ids
   * that fails as a whole is split into smaller requests, to isolate the id that makes it fail.
   */
  retries?: number | undefined;
  /**
   * How long `loadUser` waits for other calls to join its batch, in milliseconds; 0 by default.
   * With 0, calls of the same tick share a batch.
   */
  coalesceMs?: number | undefined;
  /**
   * What a call does with entries that are not user ids; `"throw"` by default.
   */
  invalid?: OnInvalid | undefined;
}

/**
 * The portal's limits, and the client's own limits. The defaults suit every plan except the
 * largest. Portals of the largest plan allow `{ burst: 250, perSecond: 5 }`.
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
   * Maximum number of ids in one call of `im.user.list.get`; 50 by default. One request holds up
   * to 50 such calls.
   */
  idsPerCall?: number | undefined;
  /**
   * Maximum number of requests in flight; 4 by default.
   */
  concurrency?: number | undefined;
  /**
   * Maximum size of a response after decompression, in bytes; 67 108 864 (64 MiB) by default,
   * about ten times the response to the largest request. If a response is larger, the client
   * stops reading it and fetches its ids in smaller batches. If the response for a single id is
   * larger, the id fails with `RESPONSE_TOO_LARGE`.
   */
  maxResponseBytes?: number | undefined;
  /**
   * Maximum number of ids that are passed to one call; 1 000 000 by default. A call with more
   * entries, or with an infinite iterable, rejects with `TOO_MANY_IDS` before anything is sent.
   */
  maxIds?: number | undefined;
}

/**
 * The times to live of cache entries, and the size of the cache.
 */
export interface CacheOptions {
  /**
   * Time to live of a cached user, in milliseconds; 300 000 by default.
   */
  ttlMs?: number | undefined;
  /**
   * Time to live of the information that an id is missing, in milliseconds; 30 000 by default.
   */
  missingTtlMs?: number | undefined;
  /**
   * Maximum number of cached users and missing ids; 10 000 by default. 0 disables the cache.
   */
  max?: number | undefined;
}

/**
 * The options of a call for users that are plain data.
 */
export interface PlainGetUsersOptions {
  /**
   * Deadline of the whole call, in milliseconds. By default the client's `deadlineMs`, otherwise
   * none. Users that arrive before the deadline are not lost: with `partial`, the call resolves
   * with them; otherwise, they are in the `result` of the `PartialResultError`. In contrast, a
   * call that its `signal` aborts has no result. For one deadline over several calls, pass the
   * remaining time: `deadlineMs: end - Date.now()`. With 0 or less, the call sends nothing, and
   * ends with `DEADLINE_EXCEEDED` unless the cache answers it.
   */
  deadlineMs?: number | undefined;
  /**
   * Maximum age of a cached user, in milliseconds; `cache.ttlMs` by default.
   */
  maxAgeMs?: number | undefined;
  /**
   * Whether to bypass the cache; `false` by default. `true` is the same as `maxAgeMs: 0`.
   */
  fresh?: boolean | undefined;
  /**
   * What this call does with entries that are not user ids; by default the client's `invalid`.
   */
  invalid?: OnInvalid | undefined;
  /**
   * Whether the call resolves with a partial result if some ids fail; `false` by default. The
   * failed ids and their errors are in `failed`. If all ids fail, the call always rejects.
   */
  partial?: boolean | undefined;
  /**
   * Whether to request larger pictures, which are returned in `avatarHr`; `false` by default.
   * Portals since 2024 ignore this option.
   */
  avatarHr?: boolean | undefined;
}

/**
 * The options of `call` and `batch` that are plain data.
 */
export interface PlainCallOptions {
  /**
   * Deadline of the whole call, in milliseconds. By default the client's `deadlineMs`, otherwise
   * 120 000 for `call` and none for `batch`. With 0 or less, the call sends nothing, and ends
   * with `DEADLINE_EXCEEDED` unless it needs no request.
   */
  deadlineMs?: number | undefined;
  /**
   * Whether requests are retried even if the portal may have executed them; `false` by default.
   * Set `true` for methods that only read, or that have the same effect when executed twice.
   * With `false`, a request is retried only if the portal certainly did not execute it, for
   * example because of a limit or an expired token.
   */
  idempotent?: boolean | undefined;
}

/**
 * What a call does with entries that are not user ids. With `throw`, the call rejects before
 * anything is sent. With `report`, the call lists these entries in `invalid` and fetches the other
 * ids.
 */
export type OnInvalid = "throw" | "report";

/**
 * The progress of a call for many users.
 */
export interface Progress {
  /**
   * Number of ids that are found, missing or failed so far.
   */
  done: number;
  /**
   * Number of ids in the call.
   */
  total: number;
  /**
   * Number of requests that the call has sent so far.
   */
  requests: number;
}

/**
 * An event of a client, for logs and waterfall diagrams. No event contains a token or the code of
 * a webhook.
 *
 * - `request`: a request was sent;
 * - `response`: a request has ended, with a response or an error;
 * - `wait`: a request waits for the portal's limits;
 * - `retry`: a request failed and will be sent again;
 * - `split`: the ids of a failed request will be fetched in smaller batches;
 * - `refresh`: the token has expired, or the portal has moved, and a new token is requested;
 * - `issue`: the value of a user's field did not have the declared type.
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
       * The number of user ids in the request.
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
       * The HTTP status; `null` if no response arrived.
       */
      status: number | null;
      /**
       * The code of the error; `null` if the request succeeded.
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
       * The code of the error with which the request failed.
       */
      code: string;
      /**
       * The number of the next attempt: 2 for the first retry.
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
       * The code of the error with which the request failed.
       */
      code: string;
      /**
       * The number of ids that will be fetched again.
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
       * The field and its received value.
       */
      issue: UserIssue;
    };

/**
 * The limit for which a request waits.
 */
export type WaitReason = "limit" | "operating";

/**
 * The counters of a client since it was created.
 */
export interface Stats {
  /**
   * Number of requests sent, including retries.
   */
  requests: number;
  /**
   * Number of requests that were sent again after a failure.
   */
  retries: number;
  /**
   * Number of failed requests whose ids were fetched in smaller batches.
   */
  splits: number;
  /**
   * Number of times that a request waited for the portal's limits.
   */
  waits: number;
  /**
   * Number of times that a new token was requested because the token had expired or the portal
   * had moved.
   */
  refreshes: number;
  /**
   * Number of users and missing ids that were returned from the cache.
   */
  cacheHits: number;
  /**
   * Number of users and missing ids that came from a request that another call had already sent.
   */
  shared: number;
  /**
   * Number of users and missing ids that are now in the cache.
   */
  cacheSize: number;
}

/**
 * The data of an error.
 *
 * No string in it contains a token or the code of a webhook.
 */
export interface ErrorInfo {
  /**
   * A stable code: the portal's own code (`expired_token`, `QUERY_LIMIT_EXCEEDED`, ...), or a
   * code of this library (`INVALID_ID`, ...). Portals may send codes that are not listed.
   */
  code: B24ErrorCode | (string & {});
  /**
   * The kind of failure.
   */
  kind: ErrorKind;
  /**
   * The HTTP status of the response; `null` if no response arrived.
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
   * The REST method that failed, or could not be called in time; `null` if there is none.
   */
  method: string | null;
  /**
   * The user ids of that call of the method; empty if it has none.
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
  /** A command of a batch was not executed, because a command related to it by references failed. */
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
  /** The response has a user who was not requested. */
  | "UNEXPECTED_USERS"
  /** The portal reported an error without a code. */
  | "PORTAL_ERROR"
  /** Some users arrived, others could not be fetched. */
  | "PARTIAL_RESULT"
  /** The client was closed. Nothing was sent. */
  | "CLOSED"
  /** The WebAssembly module could not be loaded (`retryable`), or is not a module in this build. */
  | "LOAD_FAILED"
  /** The page's Content-Security-Policy forbids WebAssembly. `b24-users/js` needs none. */
  | "WASM_FORBIDDEN"
  /** The runtime has no WebAssembly. `b24-users/js` needs none. */
  | "WASM_UNAVAILABLE"
  /** `init` of `b24-users/slim` was not called. */
  | "NOT_INITIALIZED"
  /** The WebAssembly module stopped working; the next call starts another instance. */
  | "PANIC"
  /** The token has expired. With `getToken`, a new token was tried. */
  | "expired_token"
  /** The authorization server does not know the token. With `getToken`, a new token was tried. */
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
  /** REST is blocked by hand for this portal, until support lifts the block. */
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
 * - `auth`: the portal rejects the token or webhook, or `getToken` returned no token.
 * - `access`: the portal knows the caller, but denies access: scope, rights, plan.
 * - `limit`: too many requests or too much operating time.
 * - `request`: the call itself is wrong; a retry does not help.
 * - `server`: the portal failed.
 * - `network`: no complete response arrived from the portal, or the portal's address redirects.
 * - `timeout`: an attempt or the whole call took too long.
 * - `aborted`: the caller's signal was aborted, or the client was closed.
 * - `response`: a response arrived, but it is invalid.
 * - `load`: the WebAssembly module could not be loaded or stopped working.
 */
export type ErrorKind = "auth" | "access" | "limit" | "request" | "server" | "network" | "timeout" | "aborted" | "response" | "load";
