/**
 * An error as plain data, from `toJSON()`: for logs, for JSON, and for `postMessage`, which would
 * drop the fields of an error object.
 *
 * @example
 * ```js
 * // In a worker:
 * b24.getUsers(ids).then(postMessage, (error) => postMessage(error.toJSON()));
 * // On the page:
 * worker.onmessage = ({ data }) => {
 *   if (isPartialResultError(data)) show(data.result.users);
 *   else if (isB24Error(data)) show(data.code);
 *   else show(data.users);
 * };
 * ```
 */
interface B24ErrorInfo extends Readonly<ErrorInfo> {
    readonly name: "B24Error" | "PartialResultError";
    readonly message: string;
}
/** A `PartialResultError` as plain data, with the partial result. */
interface PartialResultErrorInfo extends B24ErrorInfo {
    readonly name: "PartialResultError";
    /** The partial result. Values in `invalid` that are not plain data are replaced by their type. */
    readonly result: Omit<UserList, "failed"> & {
        failed: FailedIdsInfo[];
    };
    /** The ids that could not be fetched, with the errors; the same as `result.failed`. */
    readonly failed: FailedIdsInfo[];
}
/** An error of this package, or the plain data of one: what `isB24Error` recognizes. */
interface B24ErrorLike extends B24ErrorInfo {
    /** The error that caused this one, if any. Plain data has none. */
    readonly cause?: unknown;
    /** The error as plain data. Plain data has no methods. */
    toJSON?(): B24ErrorInfo;
}
/** A `PartialResultError`, or the plain data of one: what `isPartialResultError` recognizes. */
interface PartialResultErrorLike extends PartialResultErrorInfo {
    /** The error that caused this one, if any. Plain data has none. */
    readonly cause?: unknown;
    /** The error as plain data, including the fetched users. Plain data has no methods. */
    toJSON?(): PartialResultErrorInfo;
}
/** A `FailedIds` as plain data. */
interface FailedIdsInfo extends Omit<FailedIds, "error"> {
    /** The error of the request. */
    error: B24ErrorInfo;
}
/**
 * The class of all errors of this package.
 *
 * @example
 * ```js
 * try {
 *   await b24.getUsers(ids);
 * } catch (error) {
 *   if (isB24Error(error) && error.kind === "auth") signInAgain();
 *   else throw error;
 * }
 * ```
 */
declare class B24Error extends Error implements B24ErrorInfo {
    readonly name: "B24Error" | "PartialResultError";
    readonly code: ErrorInfo["code"];
    readonly kind: ErrorKind;
    readonly status: number | null;
    readonly retryable: boolean;
    readonly retryAfterMs: number | null;
    readonly method: string | null;
    readonly ids: UserId[];
    /** The error that caused this one, if any. */
    readonly cause?: unknown;
    protected constructor();
    /** The error as plain data, for logs and workers. */
    toJSON(): B24ErrorInfo;
}
/** Some users were fetched, others could not be. */
declare class PartialResultError extends B24Error implements PartialResultErrorInfo {
    readonly name = "PartialResultError";
    /** The partial result. */
    readonly result: UserList;
    /** The ids that could not be fetched, with the errors; the same as `result.failed`. */
    readonly failed: FailedIds[];
    /** The error as plain data, including the fetched users: mind that before you log it. */
    toJSON(): PartialResultErrorInfo;
}
/**
 * Whether a value is an error of this package, or the plain data of one, as from a worker. Compares
 * names, so that errors of iframes and of other copies of the package are recognized.
 *
 * @example
 * ```js
 * if (isB24Error(error) && error.retryable) showRetryButton();
 * ```
 */
declare function isB24Error(value: unknown): value is B24ErrorLike;
/**
 * Whether a value is a `PartialResultError`, or the plain data of one. Compares names, as
 * `isB24Error`.
 *
 * @example
 * ```js
 * if (isPartialResultError(error)) show(error.result.users);
 * ```
 */
declare function isPartialResultError(value: unknown): value is PartialResultErrorLike;

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
interface User {
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
type UserId = number;
/**
 * A user's phone numbers (`phones`), as the portal sends them: only the digits if the portal
 * has telephony, otherwise as typed.
 */
interface Phones {
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
interface BotData {
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
interface UserList {
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
interface UserChunk {
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
interface UserIssue {
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
interface InvalidId {
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
interface FailedIds {
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
interface Timing {
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
interface RestTime {
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
interface PlainClientOptions {
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
interface Limits {
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
interface CacheOptions {
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
interface PlainGetUsersOptions {
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
interface PlainCallOptions {
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
type OnInvalid = "throw" | "report";
/**
 * The progress of a call for many users.
 */
interface Progress {
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
type ClientEvent = {
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
} | {
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
} | {
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
} | {
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
} | {
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
} | {
    type: "refresh";
    /**
     * Time of the event, in milliseconds since 1970.
     */
    at: number;
} | {
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
type WaitReason = "limit" | "operating";
/**
 * The counters of a client since it was created.
 */
interface Stats {
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
interface ErrorInfo {
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
type B24ErrorCode = 
/** An entry of the ids is not a user id. Nothing was sent. */
"INVALID_ID"
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
type ErrorKind = "auth" | "access" | "limit" | "request" | "server" | "network" | "timeout" | "aborted" | "response" | "load";

/** The portal's response to a call. */
interface RestResponse<T = unknown> {
    /** The method's result, unchanged. */
    result: T;
    /**
     * Offset of the next page of a list, for the parameter `start`; absent on the last page. Any
     * number that the portal sends.
     */
    next?: number;
    /**
     * Number of rows of a list on all its pages; absent for other results and empty lists. Any number
     * that the portal sends: methods that do not count send 0 or -1.
     */
    total?: number;
    /** The time that the call took. */
    time: RestTime;
}

/** An OAuth access token with its expiry and portal. Other properties are ignored. */
interface Token {
    /** The token. */
    accessToken: string;
    /**
     * Expiry of the token, in milliseconds since 1970, which is the `expires` of an OAuth response
     * multiplied by 1000: `getToken` is called for the next one a minute before. A token that has
     * expired already by the clock of this device is used nevertheless: the portal decides.
     */
    expiresAt?: number | undefined;
    /**
     * The portal of the token: its address, or the `client_endpoint` of an OAuth response, such as
     * `https://example.bitrix24.com/rest/`. It overrides the portal of the client's options, so that
     * a renamed portal is followed. The `domain` of an OAuth response may be the authorization
     * server, which is rejected with `INVALID_PORTAL`.
     */
    portal?: string | undefined;
}
/** The argument of `getToken`. */
interface TokenRequest {
    /**
     * `initial` at first use; `expired` when a new token is needed; `moved` when the portal responds
     * with a redirect, as after it was renamed: a token with another `portal` is used there, else the
     * calls are rejected with `PORTAL_MOVED`.
     */
    reason: "initial" | "expired" | "moved";
}

/**
 * The credentials of a client, or their source:
 *
 * - an OAuth access token, as a string or with its expiry and portal;
 * - the address of an inbound webhook, for servers and tools only: it is a permanent secret with
 *   its owner's rights;
 * - a function that returns tokens, called at first use and again when the portal rejects the token
 *   as expired or responds with a redirect. Clients of a page with the same function (in an object
 *   of its own) and the same `portal` share its tokens;
 * - the result of `fromBX24` or `fromB24Frame`.
 *
 * @example
 * ```js
 * const getToken = () => myBackend.bitrixToken();
 * createClient({ portal: "example.bitrix24.com", auth: { getToken } });
 * ```
 */
type Auth = string | Token | {
    webhook: string;
} | {
    getToken(request: TokenRequest): string | Token | Promise<string | Token>;
} | {
    auth: Auth;
};

/** A cache that survives the page: the result of `persistentCache` of `b24-users/persist`. */
interface PersistentCache {
    /** Opens the cache for a client. Only for `createClient`. */
    open(client: never): unknown;
}

/** The options of `createClient`. */
interface ClientOptions extends PlainClientOptions {
    /** The credentials, or their source. */
    auth: Auth;
    /** Sends requests in place of the global `fetch`. */
    fetch?: ((url: string, init: RequestInit) => Promise<ResponseLike>) | undefined;
    /** Lifetime and size of the cache; `false` disables it. */
    cache?: ClientCacheOptions | false | undefined;
    /**
     * Called with each event of the client. Exceptions are ignored.
     *
     * @example
     * ```js
     * createClient({ portal, auth, onEvent: (event) => console.debug(event.type, event) });
     * ```
     */
    onEvent?: ((event: ClientEvent) => void) | undefined;
}
/** Times to live and size of a client's cache, and a cache that survives the page. */
interface ClientCacheOptions extends CacheOptions {
    /**
     * Keeps users in the browser between visits: `persistentCache` of `b24-users/persist`.
     *
     * @example
     * ```js
     * import { persistentCache } from "b24-users/persist";
     *
     * createClient({ portal, auth, cache: { persist: persistentCache({ key: session.userId }) } });
     * ```
     */
    persist?: PersistentCache | undefined;
}
/** The part of a `Response` that the client uses. */
interface ResponseLike {
    /** The HTTP status. */
    readonly status: number;
    /** Whether a redirect was followed; such a response is rejected. */
    readonly redirected?: boolean;
    /** The body as text; not called if there is `arrayBuffer()`. */
    text(): Promise<string>;
    /** The body as bytes. */
    arrayBuffer?(): Promise<ArrayBuffer>;
}
/** The options of `getUsers`. */
interface GetUsersOptions extends PlainGetUsersOptions {
    /**
     * Gives the call up: it rejects with `ABORTED` and has no result, also with `partial`. Requests
     * that no other call awaits are aborted. `deadlineMs` ends a call as well, but keeps the users
     * that had arrived.
     *
     * @example
     * ```js
     * const controller = new AbortController();
     * b24.getUsers(ids, { signal: controller.signal }).catch(() => {});
     * controller.abort();
     * ```
     */
    signal?: AbortSignal | undefined;
    /**
     * Called with the progress of the call. Exceptions are ignored.
     *
     * @example
     * ```js
     * await b24.getUsers(ids, { onProgress: ({ done, total }) => (bar.value = done / total) });
     * ```
     */
    onProgress?: ((progress: Progress) => void) | undefined;
}
/** The options of `streamUsers`. */
type StreamUsersOptions = Omit<GetUsersOptions, "partial">;
/** The options of methods about the caller and of lists of ids. */
type OwnOptions = Pick<GetUsersOptions, "signal" | "deadlineMs">;
/** The options of `getUser` and `getCurrentUser`. */
type GetUserOptions = Pick<GetUsersOptions, "signal" | "deadlineMs" | "avatarHr">;
/** The options of `loadUser`. */
type LoadUserOptions = Pick<GetUsersOptions, "signal" | "deadlineMs" | "maxAgeMs" | "fresh">;
/** The options of `getChatUsers`. */
type GetChatUsersOptions = Omit<GetUsersOptions, "invalid">;
/** The options of `call` and `batch`. */
interface CallOptions extends PlainCallOptions {
    /** Aborts the call and its request. The portal may still execute a request that has arrived. */
    signal?: AbortSignal | undefined;
}

/** The members of chats. */
interface ChatMethods {
    /**
     * Gets the ids of the members of a chat.
     *
     * @param chat `12` or `"chat12"`; `"sg7"` for the chat of workgroup 7, `"crm3"` for the chat of a
     * CRM entity.
     * @returns The ids without duplicates, in the portal's order.
     * @throws {B24Error} `INVALID_CHAT`, before anything is sent, if the argument names no chat
     * (`"12"` does not: portals read it as user 12); `ACCESS_ERROR` if there is no such chat or the
     * caller may not see its members; else the error of the request.
     * @see [im.chat.user.list](https://apidocs.bitrix24.com/api-reference/chats/chat-users/im-chat-user-list.html)
     *
     * @example
     * ```js
     * const ids = await b24.getChatUserIds("chat12");
     * ```
     */
    getChatUserIds(chat: Chat, options?: OwnOptions): Promise<number[]>;
    /**
     * Gets the members of a chat, dismissed users and bots included, with one request if the portal
     * can return all of them at once. The users are cached.
     *
     * @param chat `12` or `"chat12"`; `"sg7"` for the chat of workgroup 7, `"crm3"` for the chat of a
     * CRM entity.
     * @returns The users in the portal's order, and the ids of members that the portal does not know
     * or the caller may not see.
     * @throws {B24Error} `INVALID_CHAT` and `ACCESS_ERROR` as in `getChatUserIds`; the error of the
     * request if nothing could be fetched.
     * @throws {PartialResultError} if only some users could be fetched (unless `partial`); `result`
     * has them. Extranet callers get most members page by page: members that may be on a page that
     * could not be read are in `failed`, not in `missing`.
     * @see [im.chat.user.list](https://apidocs.bitrix24.com/api-reference/chats/chat-users/im-chat-user-list.html)
     * @see [im.dialog.users.list](https://apidocs.bitrix24.com/api-reference/chats/chat-users/im-dialog-users-list.html),
     * for extranet callers
     *
     * @example
     * ```js
     * const { users } = await b24.getChatUsers(12);
     * ```
     */
    getChatUsers(chat: Chat, options?: GetChatUsersOptions): Promise<UserList>;
}
/** A chat: its number, or its dialog id. `isChat` narrows a string of unknown origin to it. */
type Chat = number | `chat${number}` | `sg${number}` | `crm${number}`;
/**
 * Whether a value is a chat. A dialog id may be a user's instead: `"12"` is the conversation with
 * user 12.
 *
 * @example
 * ```js
 * // `dialogId` is a string, such as the DIALOG_ID of a placement.
 * if (isChat(dialogId)) show(await b24.getChatUsers(dialogId));
 * ```
 */
declare function isChat(value: unknown): value is Chat;

/** Lists of ids. */
interface IdListMethods {
    /**
     * Lists the ids of the users that match a filter, or of all, page by page, in ascending order.
     * Pages are prefetched, 50 in a request; leaving the loop aborts the prefetch.
     *
     * The token needs the scope `user`, `user_basic` or `user_brief`. The list does not contain bots,
     * customers of open channels, e-mail users and users of other portals; it contains dismissed
     * employees unless the filter is `{ ACTIVE: true }`. The portal counts pages from the beginning
     * of the list, so a change of the list between two pages may move users to a page that has been
     * read: such users are skipped.
     *
     * @param filter Conditions by the portal's field names, in any case. Custom fields (`UF_...`) and
     * their values cannot be checked: portals ignore a condition on a field that they do not have,
     * and return all users.
     * @throws {B24Error} `INVALID_PARAMS`, before anything is sent, if the portal would ignore a
     * condition or misread it, and return other users: an unknown field or operator, an operator that
     * the field does not support, an empty list, a boolean for a field that is no flag; also for more
     * than 995 values, which would not all arrive, and for strings that portals read as references of
     * a batch. Else the error of the request, after the preceding pages; `BAD_RESPONSE` if the list
     * does not advance, because the portal or a proxy ignores `start`, repeats pages or omits some.
     * @see [user.get](https://apidocs.bitrix24.com/api-reference/user/user-get.html)
     *
     * @example
     * ```js
     * const filter = { ACTIVE: true, UF_DEPARTMENT: [1, 5] };
     * for await (const ids of b24.listUserIds(filter)) console.log(ids);
     * ```
     */
    listUserIds(filter?: UserFilter, options?: OwnOptions): AsyncGenerator<number[], void, undefined>;
    /**
     * Lists the ids of users whose name, position or department begins with the words of a query;
     * else as `listUserIds`.
     *
     * @param query One or several words.
     * @throws {B24Error} `INVALID_PARAMS`, before anything is sent, if the query is empty or a string
     * that portals read as a reference of a batch; else the error of the request, after the preceding
     * pages.
     * @see [user.search](https://apidocs.bitrix24.com/api-reference/user/user-search.html)
     *
     * @example
     * ```js
     * for await (const ids of b24.searchUserIds("Smith")) console.log(ids);
     * ```
     */
    searchUserIds(query: string, options?: OwnOptions): AsyncGenerator<number[], void, undefined>;
}
/**
 * Conditions of `user.get`, combined with "and": `{ ">ID": 100, UF_DEPARTMENT: [1, 5] }`. A list of
 * values matches if one of them does; with a negated operator, if none does. `><` takes the two
 * inclusive bounds of a range. `{ NAME_SEARCH: "Smith" }` searches as `searchUserIds`, without an
 * operator. With the scopes `user_basic` and `user_brief`, portals ignore conditions on fields that
 * these scopes hide.
 *
 * `""` matches users without a value, `{ LAST_NAME: "" }`, and negated those with one,
 * `{ "!UF_DEPARTMENT": "" }`. `!`, `!%` and `!@` exclude users without a value; `!=` includes them.
 * Strings are compared case-insensitively. Without an operator, and with `=%` and `%=`, `%` in the
 * value matches any text and `_` any character: `{ NAME: "Emi%" }`. `=` and `@` compare the whole
 * text, `%` and `!%` search for a substring.
 */
type UserFilter = {
    [Condition in `${UserFilterOperator}${UserFilterField}`]?: UserFilterValue | readonly UserFilterValue[];
} & {
    [Condition in `${UserFilterOperator}UF_${string}`]: UserFilterValue | readonly UserFilterValue[];
};
/**
 * The operator of a condition; none means equality. Flags (`ACTIVE`, `IS_ONLINE`) support `=`, `!`,
 * `!=`, `@` and `!@`; `HAS_DEPARTAMENT`, which can only be true, supports `=`. Numbers and dates do
 * not support operators with `%`. Portals ignore `!=%` and `!%=`.
 */
type UserFilterOperator = "" | "=" | "!" | "!=" | "<" | "<=" | ">" | ">=" | "%" | "=%" | "%=" | "!%" | "@" | "!@" | "><";
/**
 * The value of a condition. Booleans are for flags, custom ones included, alone or in a list. For
 * `PERSONAL_PHOTO`, it can only be `""`. A `Date` is sent in ISO 8601. According to the published
 * source of the server, portals parse that for `PERSONAL_BIRTHDAY`; other fields need the portal's
 * own date format, such as `"31.12.2026 18:00:00"`.
 */
type UserFilterValue = string | number | boolean | Date;
/** The fields of conditions, besides custom fields (`UF_...`). */
type UserFilterField = "ID" | "XML_ID" | "ACTIVE" | "NAME" | "LAST_NAME" | "SECOND_NAME" | "TITLE" | "EMAIL" | "LAST_LOGIN" | "DATE_REGISTER" | "TIME_ZONE" | "IS_ONLINE" | "TIMESTAMP_X" | "LAST_ACTIVITY_DATE" | `PERSONAL_${Personal}` | `WORK_${Work}` | "USER_TYPE" | "EXTERNAL_AUTH_ID" | "NAME_SEARCH" | "HAS_DEPARTAMENT" | "UF_DEPARTMENT" | "UF_PHONE_INNER";
type ContactField = "PHONE" | "FAX" | "PAGER" | "STREET" | "CITY" | "STATE" | "ZIP" | "COUNTRY" | "MAILBOX" | "NOTES" | "WWW";
type Personal = ContactField | "GENDER" | "PROFESSION" | "BIRTHDAY" | "PHOTO" | "ICQ" | "MOBILE";
type Work = ContactField | "COMPANY" | "POSITION" | "DEPARTMENT" | "PROFILE" | "LOGO";

/**
 * The parameters of a call, by name. They are sent as a PHP form: lists and objects field by field,
 * `true` and `false` as `1` and `0`, `null`, `[]` and `{}` as an empty value, a `Date` as ISO 8601
 * in UTC. `undefined` is omitted, and an object with `toJSON()` is replaced by the result of that
 * method. Other values are rejected with `INVALID_PARAMS`, and so are more than 999 fields, which
 * portals truncate silently.
 */
type RestParams = {
    readonly [name: string]: RestValue;
};
/** The value of a parameter. */
type RestValue = string | number | bigint | boolean | Date | null | undefined | {
    toJSON(): unknown;
} | readonly RestValue[] | {
    readonly [key: string]: RestValue;
};

/** Any REST method. */
interface RawCallMethods {
    /**
     * Calls any REST method, with the client's token, limits, retries, errors and events.
     *
     * @typeParam T The type of the result, which is not checked.
     * @param method The name of the method: letters, digits, `_` and `-`, in segments separated by
     * dots.
     * @param params The parameters, sent as a form: see `RestParams`.
     * @returns The portal's response. `result` is unchanged: under the portal's names, unchecked.
     * @throws {B24Error} `INVALID_METHOD` or `INVALID_PARAMS`, before anything is sent; else the
     * error of the request.
     * @see [How to call REST](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/index.html)
     *
     * @example
     * ```js
     * const params = { filter: { ACTIVE: true } };
     * const { result, next, total } = await b24.call("user.get", params, { idempotent: true });
     * ```
     */
    call<T = unknown>(method: string, params?: RestParams, options?: CallOptions): Promise<RestResponse<T>>;
    /**
     * Calls any number of REST methods, 50 per request, one request after the other, in the order of
     * the commands. Commands that refer to one another are sent together, in the place of the first
     * of them.
     *
     * A value such as `"$result[chat][0]"` refers to the result of an earlier command. Commands that
     * refer to one another are executed in one request, in order, until one of them fails: a command
     * that refers to a failed one is never executed.
     *
     * @param commands The commands, keyed by names of your choice, which key the responses as well.
     * @returns The responses of the successful commands and the errors of the others. Besides the
     * portal's own these are `COMMAND_SKIPPED`, for a command that was not executed because a related
     * one before it failed, and `UNRESOLVED_REFERENCE`, for a command that refers to a value that
     * does not exist: the portal executes it with another value, and its response is dropped.
     * @throws {B24Error} `INVALID_METHOD`, `INVALID_PARAMS` or `INVALID_REFERENCE`, before anything
     * is sent; the error of the request if no command got a response.
     * @see [batch](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html)
     *
     * @example
     * ```js
     * const { results, errors } = await b24.batch({
     *   members: { method: "im.chat.user.list", params: { CHAT_ID: 12 } },
     *   first: { method: "im.user.get", params: { ID: "$result[members][0]" } },
     * });
     * ```
     */
    batch(commands: Readonly<Record<string, BatchCommand>>, options?: CallOptions): Promise<BatchResponse>;
    /**
     * Calls any number of REST methods, with a type for each result, which is not checked.
     *
     * @example
     * ```js
     * // In TypeScript: b24.batch<{ me: Me }>({ ... })
     * const { results } = await b24.batch({ me: { method: "im.user.get" } });
     * ```
     */
    batch<T extends object>(commands: {
        readonly [Name in keyof T]: BatchCommand;
    }, options?: CallOptions): Promise<BatchResponse<T>>;
}
/** One command of a batch. */
interface BatchCommand {
    /** The REST method. */
    method: string;
    /** The parameters. */
    params?: RestParams | undefined;
}
/** The outcomes of a batch, by the names of its commands. */
interface BatchResponse<T extends object = Record<string, unknown>> {
    /**
     * The responses of the successful commands: `results.first?.result`. With a type for each result,
     * TypeScript knows that a response may be absent; without, only with `noUncheckedIndexedAccess`.
     */
    results: string extends keyof T ? Record<string, RestResponse> : {
        [Name in keyof T]?: RestResponse<T[Name]>;
    };
    /** The errors of the failed commands. */
    errors: string extends keyof T ? Record<string, B24Error> : {
        [Name in keyof T]?: B24Error;
    };
}

/** The caller's own status. */
interface StatusMethods {
    /**
     * Gets the caller's status; `null` if it was never set.
     *
     * @throws {B24Error} The error of the request.
     * @see [im.user.status.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-status-get.html)
     *
     * @example
     * ```js
     * if ((await b24.getStatus()) === "dnd") hush();
     * ```
     */
    getStatus(options?: OwnOptions): Promise<UserStatus | null>;
    /**
     * Sets the caller's status. Idempotent, so it is retried also when no response arrives.
     *
     * @throws {B24Error} `STATUS_ERROR`, before anything is sent, if the portal has no such status;
     * else the error of the request.
     * @see [im.user.status.set](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-status-set.html)
     *
     * @example
     * ```js
     * await b24.setStatus("dnd");
     * ```
     */
    setStatus(status: "online" | "dnd" | "away" | "break", options?: OwnOptions): Promise<void>;
    /**
     * Marks the caller as idle. Retried also when no response arrives.
     *
     * @param options `minutesAgo`: minutes since the caller became idle, at least 1; the portal's
     * default is 10.
     * @throws {B24Error} The error of the request.
     * @see [im.user.status.idle.start](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-status-idle-start.html)
     *
     * @example
     * ```js
     * await b24.startIdle({ minutesAgo: 5 });
     * ```
     */
    startIdle(options?: OwnOptions & {
        minutesAgo?: number | undefined;
    }): Promise<void>;
    /**
     * Marks the caller as no longer idle. Retried also when no response arrives.
     *
     * @throws {B24Error} The error of the request.
     * @see [im.user.status.idle.end](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-status-idle-end.html)
     *
     * @example
     * ```js
     * await b24.endIdle();
     * ```
     */
    endIdle(options?: OwnOptions): Promise<void>;
}
/** The caller's own status, in the portal's words. */
type UserStatus = "online" | "dnd" | "away" | "break" | (string & {});

/** Users by their ids. */
interface UserMethods {
    /**
     * Gets users by their ids.
     *
     * @param ids Numbers or strings of digits, in any iterable. Duplicates are fetched once.
     * @returns The users in the order of the ids, and the ids that the portal does not know or the
     * caller may not see.
     * @throws {B24Error} `INVALID_ID`, before anything is sent, if an entry is not a user id (unless
     * `invalid` is `"report"`); the error of the request if nothing could be fetched.
     * @throws {PartialResultError} if only some users could be fetched (unless `partial`); `result`
     * has them.
     * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
     *
     * @example
     * ```js
     * const { users, missing } = await b24.getUsers([4, "5", 999]);
     * for (const user of users) console.log(user.id, user.name, user.phones?.workPhone);
     * ```
     */
    getUsers(ids: Iterable<number | string> & object, options?: GetUsersOptions): Promise<UserList>;
    /**
     * Streams users by their ids as they arrive, after a small first request. Requests are sent only
     * as chunks are consumed (back-pressure), and leaving the loop, or `return()` at any time, aborts
     * those in flight.
     *
     * A chunk has up to 500 users, in the portal's order, read while the rest of their response is
     * arriving. Missing ids are known only at the end of a response. Chunks are final: if a response
     * breaks off later, or turns out to be an error, only the remaining ids are fetched again. Each
     * id comes once; if a portal sends a user twice, the first record counts, unlike in `getUsers`.
     * Between chunks, control returns to the event loop, in hidden tabs as well.
     *
     * @param ids Numbers or strings of digits, in any iterable. Duplicates are fetched once.
     * @throws {B24Error} `INVALID_ID`, before anything is sent, if an entry is not a user id (unless
     * `invalid` is `"report"`, which skips it).
     * @throws {PartialResultError} at the end, if some users could not be fetched; the others have
     * been yielded.
     * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
     *
     * @example
     * ```js
     * for await (const { users } of b24.streamUsers(ids)) users.forEach(show);
     * ```
     */
    streamUsers(ids: Iterable<number | string> & object, options?: StreamUsersOptions): AsyncGenerator<UserChunk, void, undefined>;
    /**
     * Loads one user. The calls of one tick, from all components, are coalesced into one request.
     *
     * @param id A number or a string of digits.
     * @returns The user; `null` if the portal does not know the id or the caller may not see the
     * user.
     * @throws {B24Error} `INVALID_ID` if the argument is not a user id; else the error of the
     * request.
     * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
     *
     * @example
     * ```js
     * const user = await b24.loadUser(task.responsibleId);
     * ```
     */
    loadUser(id: number | string, options?: LoadUserOptions): Promise<User | null>;
    /**
     * Gets one user with a request of its own, including `desktopLastDate`, which lists omit.
     *
     * @param id A number or a string of digits. Required: without an id, the portal would return the
     * caller.
     * @throws {B24Error} `INVALID_ID` if the argument is not a user id; `USER_NOT_EXISTS`;
     * `ACCESS_DENIED` if the caller may not see the user; else the error of the request.
     * @see [im.user.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-get.html)
     *
     * @example
     * ```js
     * const { desktopLastDate } = await b24.getUser(4);
     * ```
     */
    getUser(id: number | string, options?: GetUserOptions): Promise<User>;
    /**
     * Gets the user who owns the token or webhook.
     *
     * @throws {B24Error} The error of the request.
     * @see [im.user.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-get.html)
     *
     * @example
     * ```js
     * const me = await b24.getCurrentUser();
     * ```
     */
    getCurrentUser(options?: GetUserOptions): Promise<User>;
}

/** A client of one portal. */
interface Client extends UserMethods, StatusMethods, ChatMethods, IdListMethods, RawCallMethods {
    /**
     * Resolves when the WebAssembly module is loaded. Reading it starts the loading ahead of the
     * first call. Optional; its rejection need not be handled.
     */
    readonly ready: Promise<void>;
    /**
     * Evicts these users, or all of them, from the cache, so that the next call fetches them. Other
     * users are not affected. Components that show an evicted user (`b24-users/react`, `/vue`,
     * `/element`), or failed to load it, fetch it at once, and show the old data until the response
     * arrives. So without ids, everything that failed is retried, in one request for all components.
     *
     * @example
     * ```js
     * b24.invalidate([4]);
     * // When the network is back:
     * addEventListener("online", () => b24.invalidate());
     * ```
     */
    invalidate(ids?: Iterable<number | string> & object): void;
    /** The client's counters since it was created. */
    stats(): Stats;
    /**
     * Evicts all users and rejects later calls with `CLOSED`. Calls in flight continue, and
     * components keep showing their data.
     */
    close(): void;
}

/**
 * The credentials of a frame application from the official script,
 * `https://api.bitrix24.com/api/v1/`: the portal's page provides the token, its refresh and the
 * portal's address. Spread them into the options, or give them as `auth`. Nothing is requested
 * before the client's first call, which also awaits `BX24.init`.
 *
 * If the portal's page does not respond within 10 seconds, calls are rejected with
 * `TOKEN_UNAVAILABLE`.
 *
 * @param BX24 The script's global object. Outside a frame it is `null`, which is rejected.
 * @throws {B24Error} `INVALID_OPTIONS` if the object is absent.
 * @see [BX24.getAuth](https://apidocs.bitrix24.com/sdk/bx24-js-sdk/system-functions/bx24-get-auth.html),
 * [BX24.refreshAuth](https://apidocs.bitrix24.com/sdk/bx24-js-sdk/system-functions/bx24-refresh-auth.html)
 *
 * @example
 * ```js
 * const b24 = createClient({ ...fromBX24(BX24) });
 * ```
 */
declare function fromBX24(BX24: BX24Like): {
    auth: Auth;
};
/** The part of the official script's global object that the client uses. */
interface BX24Like {
    /** Calls back when the portal's page has sent its data. */
    init(callback: () => void): unknown;
    /** The current token; `false` before `init` and after expiry. */
    getAuth(): BX24Auth | boolean | null | undefined;
    /** Calls back with a new token; never if the portal's page has none. */
    refreshAuth(callback: (auth: BX24Auth | false) => void): unknown;
}
/** The result of `BX24.getAuth()`. */
interface BX24Auth {
    /** The token. */
    access_token: string;
    /** Expiry of the token, in milliseconds since 1970, despite the name. */
    expires_in?: number | string | undefined;
    /** The portal's host. */
    domain?: string | undefined;
}
/**
 * The credentials of an object of `@bitrix24/b24jssdk`, which provides the token, its refresh and
 * the portal's address: a `B24Frame`, or another object with the same `auth`, such as `B24OAuth` on
 * a server.
 *
 * If the object does not respond within 10 seconds, calls are rejected with `TOKEN_UNAVAILABLE`. A
 * `B24Hook`, whose token is the code of a webhook, is rejected by the first call with
 * `INVALID_OPTIONS`, and nothing is sent: pass the webhook's address as `auth: { webhook }`.
 *
 * @param $b24 The object, or the promise of it that `initializeB24Frame()` returns.
 * @throws {B24Error} `INVALID_OPTIONS` for any other value.
 * @see [B24Frame](https://bitrix24.github.io/b24jssdk/)
 *
 * @example
 * ```js
 * const b24 = createClient({ ...fromB24Frame(await initializeB24Frame()) });
 * ```
 */
declare function fromB24Frame($b24: B24FrameLike | Promise<B24FrameLike>): {
    auth: Auth;
};
/** The part of a `@bitrix24/b24jssdk` object that the client uses. */
interface B24FrameLike {
    /** The portal's address. */
    getTargetOrigin(): string;
    /** The source of its tokens. */
    readonly auth: {
        /** The current token; `false` after expiry. */
        getAuthData(): B24FrameAuth | false;
        /** Requests a new token. */
        refreshAuth(): Promise<B24FrameAuth | false>;
    };
}
/** The result of `$b24.auth.getAuthData()`. */
interface B24FrameAuth {
    /** The token. */
    access_token: string;
    /** Expiry of the token, in seconds since 1970. */
    expires: number;
}

/**
 * One or two letters for a user without a picture: of first and last name, else of the first words
 * of the name; `"?"` without letters.
 *
 * @example
 * ```js
 * initialsOf({ firstName: "Emily", lastName: "Smith" }); // "ES"
 * ```
 */
declare function initialsOf(user: Partial<Pick<User, "firstName" | "lastName" | "name">>): string;

/** A user's presence. */
interface Presence {
    /**
     * Whether the user was active lately; `null` if the portal does not report it, as for bots,
     * guests and users who never signed in.
     */
    online: boolean | null;
    /** Time of the last activity (ISO 8601); `null` if the portal does not report it. */
    lastSeen: string | null;
    /**
     * Start of the day of the user's return (ISO 8601), in the portal's time zone; `null` if the user
     * is not on vacation, sick or otherwise on leave. In another time zone the local date may be the
     * day before, so show `backOn.slice(0, 10)`.
     */
    backOn: string | null;
}
/**
 * A user's presence, as far as portals report it: the `status` of other users is always `"online"`,
 * so it is derived from the times of the last activity, and from absences. Portals report "do not
 * disturb" only to the user concerned (`getStatus()`).
 *
 * `lastActivityDate` is set for all employees and extranet users who have ever signed in;
 * `desktopLastDate`, of the desktop application, only for users from `getUser(id)` and
 * `getCurrentUser()`. The presence is as old as the user object: use `{ fresh: true }` for a
 * current one.
 *
 * @param options `now`: the present, by default the current time. `withinMs`: maximum age of the
 * last activity of an online user, in milliseconds; 1 440 000 (24 minutes) by default, as on
 * portals.
 *
 * @example
 * ```js
 * const { online, lastSeen, backOn } = presenceOf(user);
 * ```
 */
declare function presenceOf(user: Pick<User, "lastActivityDate" | "absent"> & Partial<Pick<User, "desktopLastDate" | "mobileLastDate">>, options?: {
    now?: number | Date | undefined;
    withinMs?: number | undefined;
}): Presence;

/**
 * Black or white for text on a colour, such as initials on the colour of a user: whichever has more
 * contrast, which is always above 4.5.
 *
 * @param color `#rrggbb`, as in `User`; `null` for none.
 * @returns `"inherit"` without a colour: the text then has the colour around it.
 *
 * @example
 * ```js
 * const style = { background: user.color ?? "none", color: textColorOn(user.color) };
 * ```
 */
declare function textColorOn(color: string | null | undefined): "#fff" | "#000" | "inherit";

/**
 * The absolute http(s) URL of a user's website, for a link; `null` if the field is empty or no such
 * URL. Users type that field freely.
 *
 * @example
 * ```js
 * websiteHref({ website: "example.com" }); // "https://example.com/"
 * ```
 */
declare function websiteHref(user: Pick<User, "website">): string | null;

/**
 * Creates a client of one portal. Nothing is loaded or sent before its first call.
 *
 * @throws {B24Error} `INVALID_OPTIONS` if an option has a wrong type.
 *
 * @example
 * ```js
 * import { createClient } from "b24-users";
 *
 * const b24 = createClient({ portal: "example.bitrix24.com", auth: accessToken });
 * const { users, missing } = await b24.getUsers([4, 5, 999]);
 * ```
 */
declare function createClient(options: ClientOptions): Client;

export { B24Error, PartialResultError, createClient, fromB24Frame, fromBX24, initialsOf, isB24Error, isChat, isPartialResultError, presenceOf, textColorOn, websiteHref };
export type { Auth, B24ErrorCode, B24ErrorInfo, B24ErrorLike, B24FrameAuth, B24FrameLike, BX24Auth, BX24Like, BatchCommand, BatchResponse, BotData, CacheOptions, CallOptions, Chat, Client, ClientCacheOptions, ClientEvent, ClientOptions, ErrorInfo, ErrorKind, FailedIds, FailedIdsInfo, GetChatUsersOptions, GetUserOptions, GetUsersOptions, InvalidId, Limits, LoadUserOptions, OnInvalid, OwnOptions, PartialResultErrorInfo, PartialResultErrorLike, PersistentCache, Phones, PlainCallOptions, PlainClientOptions, PlainGetUsersOptions, Presence, Progress, ResponseLike, RestParams, RestResponse, RestTime, RestValue, Stats, StreamUsersOptions, Timing, Token, TokenRequest, User, UserChunk, UserFilter, UserFilterField, UserFilterOperator, UserFilterValue, UserId, UserIssue, UserList, UserStatus, WaitReason };
