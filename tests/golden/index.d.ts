// Generated from the Rust types, as far as `ErrorKind`; from there on it is pkg-template/declarations.

/**
 * A user, from `im.user.list.get`.
 *
 * Every field is always present; what the portal does not know is `null`. All text is raw, not HTML: a name may
 * hold `<` or `&`. Plain data: safe for `structuredClone`, `postMessage` and `JSON.stringify`.
 *
 * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
 */
export interface User {
  /**
   * The user's id (`id`).
   */
  id: UserId;
  /**
   * `false` for a dismissed or blocked user (`active`); `true` from portals too old to tell.
   */
  active: boolean;
  /**
   * The full name in the portal's name format (`name`); the login when the user has no name.
   */
  name: string;
  /**
   * The first name (`first_name`); not necessarily how `name` begins.
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
   * The user's colour as `#rrggbb` (`color`), for initials without a picture.
   */
  color: string | null;
  /**
   * The address of the picture (`avatar`); `null` if there is none.
   */
  avatar: string | null;
  /**
   * The address of the larger picture (`avatar_hr`); `null` if there is none. Portals since 2024 send the same picture
   * as in `avatar`, portals before only when asked by `avatarHr`.
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
   * Whether the user is not an employee (`extranet`): true for connectors, mail and network users too, not for bots.
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
   * Where the account is kept (`external_auth_id`): `default`, `socservices` for most people in the cloud, or another.
   */
  externalAuthId: "default" | "socservices" | "bot" | "email" | "replica" | "imconnector" | "im_guest" | (string & {}) | null;
  /**
   * Always `"online"` from portals of today, whether or not the user is there (`status`).
   */
  status: "online" | "dnd" | "away" | "break" | "offline" | (string & {}) | null;
  /**
   * Since when the user is idle (`idle`): ISO 8601 with the portal's offset. Always `null` from portals of today.
   */
  idle: string | null;
  /**
   * When the user was last active (`last_activity_date`): ISO 8601 with the portal's offset; `null` for one who never
   * came, and for bots. The only field of a list that tells of presence.
   */
  lastActivityDate: string | null;
  /**
   * When the user was last active in the mobile app (`mobile_last_date`): ISO 8601 with the portal's offset. Always
   * `null` from portals of today.
   */
  mobileLastDate: string | null;
  /**
   * When the user was last active in the desktop app (`desktop_last_date`): ISO 8601 with the portal's offset. Always
   * `null` in lists.
   */
  desktopLastDate: string | null;
  /**
   * Until when the user is on leave (`absent`): ISO 8601 with the portal's offset, one day after the leave's last day.
   */
  absent: string | null;
  /**
   * The ids of the user's departments (`departments`); empty for none.
   */
  departments: Array<number>;
  /**
   * The phone numbers (`phones`); `null` for none.
   */
  phones: Phones | null;
  /**
   * What makes this user a bot (`bot_data`); `null` for people.
   */
  botData: BotData | null;
  /**
   * What sort of user it is (`type`). Customers of open channels are `extranet`.
   */
  type: "user" | "bot" | "extranet" | "collaber" | "guest" | (string & {}) | null;
  /**
   * The website as the user typed it (`website`). Use `websiteHref(user)` for links. An address that would run code
   * is `null`, with an issue.
   */
  website: string | null;
  /**
   * The e-mail address as the user typed it (`email`).
   */
  email: string | null;
  /**
   * Fields that this version does not know, under the portal's names; those of phones and bots under `phones` and
   * `bot_data`.
   */
  extra: Record<string, unknown>;
}

/**
 * The id of a user: a whole number from 1 to 2^53 - 1.
 */
export type UserId = number;

/**
 * A user's phone numbers (`phones`), as the portal sends them: digits only where it has telephony, else as typed.
 */
export interface Phones {
  /**
   * The mobile number (`personal_mobile`).
   */
  personalMobile: string | null;
  /**
   * The number at work (`work_phone`).
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
 * What a portal tells of a bot (`bot_data`). Flags that an older portal leaves out are `false`.
 */
export interface BotData {
  /**
   * The bot's id (`id`), the same as the user's; `null` from portals before 2026.
   */
  id: number | null;
  /**
   * The bot's code in its application (`code`).
   */
  code: string | null;
  /**
   * What sort of bot it is (`type`).
   */
  type: "bot" | "human" | "network" | "support24" | "openline" | "supervisor" | "personal" | (string & {}) | null;
  /**
   * The application that owns the bot (`app_id`); `null` for the portal's own bots.
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
   * The same (`openline`), from portals since 2026.
   */
  openline: boolean;
  /**
   * The background of the bot's chats (`background_id`).
   */
  backgroundId: string | null;
  /**
   * Whether messages of the bot can be reacted to (`reactions_enabled`).
   */
  reactionsEnabled: boolean;
}

/**
 * What `getUsers` resolves with. Every id asked for is in exactly one of `users`, `missing`, `failed` and `invalid`.
 */
export interface UserList {
  /**
   * The users, in the order first asked for, each once.
   */
  users: Array<User>;
  /**
   * The ids that the portal does not know or the caller may not see, in the order first asked for.
   */
  missing: Array<UserId>;
  /**
   * The fields that were not as typed.
   */
  issues: Array<UserIssue>;
  /**
   * The entries that are not user ids; empty unless `{ invalid: "report" }`.
   */
  invalid: Array<InvalidId>;
  /**
   * The ids that could not be fetched, and why; empty unless `{ partial: true }`.
   */
  failed: Array<FailedIds>;
  /**
   * What it took.
   */
  time: Timing;
}

/**
 * Some of the users that `streamUsers` was asked for, as many as have arrived at once, but no more than 500 ids.
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
   * The fields that were not as typed.
   */
  issues: Array<UserIssue>;
}

/**
 * A field that did not arrive as typed. The user arrives all the same, that field `null`.
 */
export interface UserIssue {
  /**
   * The user.
   */
  id: UserId;
  /**
   * The field, as in `User`: `phones.workPhone`, `departments[1]`.
   */
  path: string;
  /**
   * What was due: `string`, `ISO 8601 date`, ...
   */
  expected: string;
  /**
   * What came instead: its JSON, shortened.
   */
  received: string;
}

/**
 * An entry of the ids that is not a user id; told of with `{ invalid: "report" }`.
 */
export interface InvalidId {
  /**
   * Where it stands among the ids as given, from 0.
   */
  index: number;
  /**
   * The very value given.
   */
  value: unknown;
}

/**
 * Ids that could not be fetched, and why.
 */
export interface FailedIds {
  /**
   * The ids of one request.
   */
  ids: Array<UserId>;
  /**
   * What went wrong with it.
   */
  error: B24Error;
}

/**
 * What a call took, summed over the portal's answers (`time`).
 */
export interface Timing {
  /**
   * How many requests were sent.
   */
  requests: number;
  /**
   * Seconds that the portal worked, as it says; up to one second more per request than true from portals of today.
   */
  duration: number;
  /**
   * Seconds that the answers tell of as counted against the operating time limit, as far as the portal tells; `null` if it does not.
   * Each tells of all that the method has worked in ten minutes: of several, the earlier ones are in the later ones' as well.
   */
  operating: number | null;
}

/**
 * What the portal tells of the time that a call took (`time`). Portals differ in what they tell; `null` is what they do not.
 */
export interface RestTime {
  /**
   * When the call began, in seconds since 1970; whole seconds on portals of today.
   */
  start: number | null;
  /**
   * When it ended, in seconds since 1970.
   */
  finish: number | null;
  /**
   * How many seconds lie between them; up to one second more than true from portals of today.
   */
  duration: number | null;
  /**
   * How many seconds of them the method itself worked; mostly 0 from portals of today.
   */
  processing: number | null;
  /**
   * When it began, in ISO 8601 with the portal's offset.
   */
  dateStart: string | null;
  /**
   * When it ended, in ISO 8601 with the portal's offset.
   */
  dateFinish: string | null;
  /**
   * Seconds that the method has worked for the application in the last ten minutes, which the portal limits.
   */
  operating: number | null;
  /**
   * When that count falls, in seconds since 1970.
   */
  operatingResetAt: number | null;
}

/**
 * The options of a client that are plain data.
 */
export interface PlainClientOptions {
  /**
   * The portal's address, `example.bitrix24.com` or `https://example.bitrix24.com`, or the `client_endpoint` of an OAuth
   * response; not needed if it comes with the token or the webhook. Plain `http` is for this machine only.
   */
  portal?: string | undefined;
  /**
   * How much the portal may be asked for, and how often.
   */
  limits?: Limits | undefined;
  /**
   * How long one attempt may take, in milliseconds; 65 000 by default, since the portal itself cuts a request at 60 seconds.
   */
  requestTimeoutMs?: number | undefined;
  /**
   * How long a whole call may take, waiting and retries included, in milliseconds; by default 120 000 for single calls, and as
   * long as it takes for those that may need many requests.
   */
  deadlineMs?: number | undefined;
  /**
   * How often a request that failed is sent again if that may help; 4 by default. With 0, too, a request for several users that fails
   * as a whole is followed by one for its first and one for its last, and by halves if one of them is answered: who breaks it is found.
   */
  retries?: number | undefined;
  /**
   * How long `loadUser` waits for others to join its request, in milliseconds; 0 by default, which is the same tick.
   */
  coalesceMs?: number | undefined;
  /**
   * What entries that are not user ids do: fail the call before anything is sent (the default), or be told of in the result.
   */
  invalid?: OnInvalid | undefined;
}

/**
 * How much a portal may be asked for, and how often. The defaults suit every plan but the largest, whose portals take
 * `{ burst: 250, perSecond: 5 }`.
 */
export interface Limits {
  /**
   * How many requests the portal takes at once; 50 by default.
   */
  burst?: number | undefined;
  /**
   * How many requests a second it forgets; 2 by default.
   */
  perSecond?: number | undefined;
  /**
   * How many ids one call of the method asks for; 50 by default. Up to 50 such calls go in one request.
   */
  idsPerCall?: number | undefined;
  /**
   * How many requests may be under way at once; 4 by default.
   */
  concurrency?: number | undefined;
  /**
   * How many bytes an answer may have, unpacked; 67 108 864 (64 MiB) by default, some ten times what the largest request is answered
   * with. A larger one is not read to its end: `RESPONSE_TOO_LARGE`, unless asking for fewer ids at once helps.
   */
  maxResponseBytes?: number | undefined;
  /**
   * How many entries the ids of one call may have; 1 000 000 by default. More are `TOO_MANY_IDS`, before anything is sent, and so is an
   * iterable without an end.
   */
  maxIds?: number | undefined;
}

/**
 * How long users are kept, and how many.
 */
export interface CacheOptions {
  /**
   * How long a user is kept, in milliseconds; 300 000 by default.
   */
  ttlMs?: number | undefined;
  /**
   * How long it is remembered that an id is missing, in milliseconds; 30 000 by default.
   */
  missingTtlMs?: number | undefined;
  /**
   * How many users are kept; 10 000 by default. 0 keeps none.
   */
  max?: number | undefined;
}

/**
 * The options of a call for users that are plain data.
 */
export interface PlainGetUsersOptions {
  /**
   * How long the whole call may take, in milliseconds; as the client was told, else as long as it takes.
   */
  deadlineMs?: number | undefined;
  /**
   * How old a user from the cache may be, in milliseconds; as old as the cache lets them get by default.
   */
  maxAgeMs?: number | undefined;
  /**
   * Whether to ask the portal for everybody anew, which is `maxAgeMs: 0`; `false` by default.
   */
  fresh?: boolean | undefined;
  /**
   * What entries that are not user ids do in this call; as the client was told by default.
   */
  invalid?: OnInvalid | undefined;
  /**
   * Whether to resolve with what arrived, and tell of the rest in `failed`, when some requests fail; `false` by default. When nobody
   * arrives, the call rejects in any case.
   */
  partial?: boolean | undefined;
  /**
   * Whether to ask for larger pictures in `avatarHr` (`AVATAR_HR`); matters to portals from before 2024 only.
   */
  avatarHr?: boolean | undefined;
}

/**
 * The options of a call of any method, or of a batch, that are plain data.
 */
export interface PlainCallOptions {
  /**
   * How long the whole call may take, in milliseconds; as the client was told by default, else 120 000 for a call and as long as
   * it takes for a batch.
   */
  deadlineMs?: number | undefined;
  /**
   * Whether to send a request again when it is not known whether the portal has carried it out: safe for what only reads, and
   * for what does the same when it is done twice. `false` by default: only what the portal refused before it did anything
   * (limits, an expired token) is sent again then.
   */
  idempotent?: boolean | undefined;
}

/**
 * What entries that are not user ids do: `throw` fails the call before anything is sent, `report` lists them in the result
 * and fetches the others.
 */
export type OnInvalid = "throw" | "report";

/**
 * How far a call for many users is.
 */
export interface Progress {
  /**
   * How many ids are settled: found, missing or failed.
   */
  done: number;
  /**
   * How many were asked for.
   */
  total: number;
  /**
   * How many requests the call has sent.
   */
  requests: number;
}

/**
 * Something that a client did or met, and when, in milliseconds since 1970: for logs and waterfalls. No event holds a token or a
 * webhook's code.
 */
export type ClientEvent = { at: number } & ClientEventKind;

/**
 * What a client did or met, by its `type`:
 *
 * - `request`: a request left;
 * - `response`: it was answered, or failed;
 * - `wait`: a request is held back by the portal's limits;
 * - `retry`: a request failed and will be sent again;
 * - `split`: the ids of a failed request will be asked for in smaller numbers;
 * - `refresh`: the token has expired, or the portal has moved, and a new one is asked for;
 * - `issue`: a field did not arrive as typed.
 */
export type ClientEventKind =
  | {
      type: "request";
      /**
       * The client's number for it, from 1.
       */
      request: number;
      /**
       * The REST method.
       */
      method: string;
      /**
       * How many ids it asks for.
       */
      ids: number;
    }
  | {
      type: "response";
      /**
       * The client's number for it.
       */
      request: number;
      /**
       * The REST method.
       */
      method: string;
      /**
       * How many milliseconds after it left.
       */
      afterMs: number;
      /**
       * The HTTP status; `null` if there was no answer.
       */
      status: number | null;
      /**
       * The error's code; `null` if it succeeded.
       */
      code: string | null;
    }
  | {
      type: "wait";
      /**
       * `limit`: the portal takes no more at once. `operating`: it has worked enough for the method.
       */
      reason: WaitReason;
      /**
       * For how many milliseconds.
       */
      ms: number;
    }
  | {
      type: "retry";
      /**
       * The REST method.
       */
      method: string;
      /**
       * The error's code.
       */
      code: string;
      /**
       * Which attempt comes next, from 2.
       */
      attempt: number;
      /**
       * After how many milliseconds.
       */
      afterMs: number;
    }
  | {
      type: "split";
      /**
       * The error's code.
       */
      code: string;
      /**
       * How many ids there were.
       */
      ids: number;
    }
  | {
      type: "refresh";
    }
  | {
      type: "issue";
      /**
       * Which, and what came instead.
       */
      issue: UserIssue;
    };

/**
 * Why a request is held back.
 */
export type WaitReason = "limit" | "operating";

/**
 * What a client has done so far.
 */
export interface Stats {
  /**
   * Requests sent.
   */
  requests: number;
  /**
   * Requests sent again after a failure.
   */
  retries: number;
  /**
   * Failed requests whose ids were asked for in smaller numbers.
   */
  splits: number;
  /**
   * Times that a request was held back by the portal's limits.
   */
  waits: number;
  /**
   * Tokens asked for because the last one had expired, or the portal had moved.
   */
  refreshes: number;
  /**
   * Users and missing ids that came from the cache.
   */
  cacheHits: number;
  /**
   * Users and missing ids that came from a request already under way for another call.
   */
  shared: number;
  /**
   * Users and missing ids in the cache now.
   */
  cacheSize: number;
}

/**
 * Everything that is known about a failure.
 *
 * No text in it holds a token or the code of a webhook.
 */
export interface ErrorInfo {
  /**
   * A stable code: the portal's own (`expired_token`, `QUERY_LIMIT_EXCEEDED`, ...) or one of ours (`INVALID_ID`, ...).
   */
  code: string;
  /**
   * What sort of failure it is.
   */
  kind: ErrorKind;
  /**
   * The HTTP status of the answer; `null` when there was none.
   */
  status: number | null;
  /**
   * Whether the same call may succeed later.
   */
  retryable: boolean;
  /**
   * After how many milliseconds the portal's limits allow the same request again; `null` if
   * that is unknown.
   */
  retryAfterMs: number | null;
  /**
   * The REST method that was called; `null` when nothing was sent.
   */
  method: string | null;
  /**
   * The user ids that the failed request asked for.
   */
  ids: Array<UserId>;
}

/**
 * What sort of thing went wrong, for code that has to decide what to do next.
 *
 * - `auth`: the portal does not accept the token or webhook.
 * - `access`: it knows the caller and refuses: scope, rights, plan.
 * - `limit`: too many requests or too much operating time.
 * - `request`: the call itself is wrong; sending it again will not help.
 * - `server`: the portal failed.
 * - `network`: no answer arrived from the portal.
 * - `timeout`: an attempt or the whole call took too long.
 * - `aborted`: the caller's signal was aborted, or the client was closed.
 * - `response`: an answer arrived and is not what it should be.
 * - `load`: the WebAssembly module could not be loaded or stopped working.
 */
export type ErrorKind = "auth" | "access" | "limit" | "request" | "server" | "network" | "timeout" | "aborted" | "response" | "load";

/**
 * How a client is let in:
 *
 * - an OAuth access token, as a string or with what is known of it;
 * - the address of an inbound webhook, for servers and tools only: it is a permanent secret with its owner's rights;
 * - a function that gives tokens, asked at first use and again when the portal says that the last one has expired, or answers with a
 *   redirect. Clients of a page with the same function (in an object of its own) and the same `portal` share what they are given.
 *
 * @example
 * ```js
 * createClient({ portal: "example.bitrix24.com", auth: { getToken: () => myBackend.bitrixToken() } });
 * ```
 */
export type Auth =
  | string
  | Token
  | { webhook: string }
  | { getToken(request: TokenRequest): string | Token | Promise<string | Token> };

/** An OAuth access token with what is known of it. */
export interface Token {
  /** The token. */
  accessToken: string;
  /**
   * When it expires, in milliseconds since 1970: `getToken` is asked for the next one a minute before. One that is over when it is given, by
   * the clock of this device, is used all the same: the portal decides.
   */
  expiresAt?: number | undefined;
  /**
   * The portal it is for: its address, or the `client_endpoint` of an OAuth response, such as `https://example.bitrix24.com/rest/`. It
   * comes before that of the client's options, so that a renamed portal is followed. The `domain` of an OAuth response may be the
   * authorization server, which gets no token: `INVALID_PORTAL`.
   */
  portal?: string | undefined;
}

/** What `getToken` is called with. */
export interface TokenRequest {
  /**
   * `initial` at first use; `expired` when a new token is needed; `moved` when the portal's address answers with a redirect, as it does
   * after the portal was renamed: a token with another `portal` is used there, else the calls are rejected with `PORTAL_MOVED`.
   */
  reason: "initial" | "expired" | "moved";
}

/**
 * Lets a client in by the official script of a frame application, `https://api.bitrix24.com/api/v1/`: the portal's page gives the
 * token and renews it, and the portal's address comes with it. Nothing is asked for before the client's first call, which also
 * waits for `BX24.init`.
 *
 * If the portal's page does not answer within 10 seconds, calls are rejected with `TOKEN_UNAVAILABLE`.
 *
 * @param BX24 The script's global object. Outside of a frame the script leaves `null`, which is refused.
 * @throws {B24Error} `INVALID_OPTIONS` if it is not there.
 * @see [BX24.getAuth](https://apidocs.bitrix24.com/sdk/bx24-js-sdk/system-functions/bx24-get-auth.html),
 * [BX24.refreshAuth](https://apidocs.bitrix24.com/sdk/bx24-js-sdk/system-functions/bx24-refresh-auth.html)
 *
 * @example
 * ```js
 * const b24 = createClient({ ...fromBX24(BX24) });
 * ```
 */
export declare function fromBX24(BX24: BX24Like): { auth: Auth };

/** What is used of the official script's global object. */
export interface BX24Like {
  /** Calls back when the portal's page has given its data. */
  init(callback: () => void): unknown;
  /** The token of the moment; `false` before `init` and after expiry. */
  getAuth(): BX24Auth | boolean | null | undefined;
  /** Calls back with a new token; not at all if the portal's page has none to give. */
  refreshAuth(callback: (auth: BX24Auth | false) => void): unknown;
}

/** What `BX24.getAuth()` gives. */
export interface BX24Auth {
  /** The token. */
  access_token: string;
  /** When it expires, in milliseconds since 1970, in spite of its name. */
  expires_in?: number | string | undefined;
  /** The portal's host. */
  domain?: string | undefined;
}

/**
 * Lets a client in by an object of `@bitrix24/b24jssdk`, which gives the token and the portal's address, and renews the token: a
 * `B24Frame`, or any other with an `auth` of that kind, such as `B24OAuth` in a server.
 *
 * If it does not answer within 10 seconds, calls are rejected with `TOKEN_UNAVAILABLE`. A `B24Hook`, whose token is a webhook's code, is
 * refused by the first call with `INVALID_OPTIONS`, and nothing is sent: pass the webhook's address as `auth: { webhook }`.
 *
 * @param $b24 The object, or the promise of it that `initializeB24Frame()` gives.
 * @throws {B24Error} `INVALID_OPTIONS` if it is neither.
 * @see [B24Frame](https://bitrix24.github.io/b24jssdk/)
 *
 * @example
 * ```js
 * const b24 = createClient({ ...fromB24Frame(await initializeB24Frame()) });
 * ```
 */
export declare function fromB24Frame($b24: B24FrameLike | Promise<B24FrameLike>): { auth: Auth };

/** What is used of an object of `@bitrix24/b24jssdk`. */
export interface B24FrameLike {
  /** The portal's address. */
  getTargetOrigin(): string;
  /** Where its tokens are. */
  readonly auth: {
    /** The token of the moment; `false` after expiry. */
    getAuthData(): B24FrameAuth | false;
    /** A new token. */
    refreshAuth(): Promise<B24FrameAuth | false>;
  };
}

/** What `$b24.auth.getAuthData()` gives. */
export interface B24FrameAuth {
  /** The token. */
  access_token: string;
  /** When it expires, in seconds since 1970. */
  expires: number;
}

/** The people of a chat. */
export interface Client {
  /**
   * Gets the ids of a chat's people.
   *
   * @param chat `12` or `"chat12"`; `"sg7"` for the chat of workgroup 7, `"crm3"` for that of an entity of the CRM.
   * @returns Each id once, in the portal's order.
   * @throws {B24Error} `INVALID_CHAT`, before anything is sent, if it names no chat (`"12"` does not: portals take that for user 12);
   * `ACCESS_ERROR` if there is no such chat or the caller may not see who is in it; else the error of the request.
   * @see [im.chat.user.list](https://apidocs.bitrix24.com/api-reference/chats/chat-users/im-chat-user-list.html)
   *
   * @example
   * ```js
   * const ids = await b24.getChatUserIds("chat12");
   * ```
   */
  getChatUserIds(chat: Chat, options?: OwnOptions): Promise<number[]>;

  /**
   * Gets a chat's people, dismissed ones and bots included, in one request if the portal can tell of all at once. They join the cache.
   *
   * @param chat `12` or `"chat12"`; `"sg7"` for the chat of workgroup 7, `"crm3"` for that of an entity of the CRM.
   * @returns The users in the portal's order, and the ids of those in the chat whom it does not know or the caller may not see.
   * @throws {B24Error} `INVALID_CHAT` and `ACCESS_ERROR` as of `getChatUserIds`; the error of the request if nothing could be fetched.
   * @throws {PartialResultError} if only some could be fetched (unless `partial`); what arrived is in its `result`. Extranet callers get
   * most people from pages: who might be on one that could not be read is in `failed`, not in `missing`.
   * @see [im.chat.user.list](https://apidocs.bitrix24.com/api-reference/chats/chat-users/im-chat-user-list.html)
   * @see [im.dialog.users.list](https://apidocs.bitrix24.com/api-reference/chats/chat-users/im-dialog-users-list.html), which extranet
   * callers need
   *
   * @example
   * ```js
   * const { users } = await b24.getChatUsers(12);
   * ```
   */
  getChatUsers(chat: Chat, options?: GetChatUsersOptions): Promise<UserList>;
}

/** A chat: its number, or its name as a dialog. */
export type Chat = number | `chat${number}` | `sg${number}` | `crm${number}`;

/** What `getChatUsers` is told. */
export type GetChatUsersOptions = Omit<GetUsersOptions, "invalid">;

/**
 * A client of one portal. Nothing is loaded, sent or asked for before its first call.
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
export declare function createClient(options: ClientOptions): Client;

/** A client of one portal. Its methods are below, by subject. */
export interface Client {
  /**
   * Resolves when the WebAssembly module is loaded. Asking for it starts the loading ahead of the first call; nobody has to,
   * and nobody has to handle its rejection.
   */
  readonly ready: Promise<void>;

  /**
   * Forgets these users, or all: the next call asks the portal for them. Calls for others are not
   * affected. Components that show them (`b24-users/react`, `/vue`, `/element`) ask at once, and show
   * what they have until the answer comes.
   *
   * @example
   * ```js
   * b24.invalidate([4]);
   * ```
   */
  invalidate(ids?: Iterable<number | string> & object): void;

  /** What the client has done so far. */
  stats(): Stats;

  /** Forgets all users and refuses later calls with `CLOSED`; those under way go on, and components keep showing what they show. */
  close(): void;
}

/**
 * An error as plain data, as `toJSON()` gives it: for logs, for JSON, and for `postMessage`, which would
 * send an error itself without its fields.
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
export interface B24ErrorInfo extends Readonly<ErrorInfo> {
  readonly name: "B24Error" | "PartialResultError";
  readonly message: string;
}

/** A `PartialResultError` as plain data, with all that arrived. */
export interface PartialResultErrorInfo extends B24ErrorInfo {
  readonly name: "PartialResultError";
  /** What arrived. Values in `invalid` that are no plain data are named by their type. */
  readonly result: Omit<UserList, "failed"> & { failed: FailedIdsInfo[] };
  /** Which ids did not, and why; the same as `result.failed`. */
  readonly failed: FailedIdsInfo[];
}

/** A `FailedIds` as plain data. */
export interface FailedIdsInfo extends Omit<FailedIds, "error"> {
  /** What went wrong with the request. */
  error: B24ErrorInfo;
}

/**
 * Every error of this package.
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
export declare class B24Error extends Error implements B24ErrorInfo {
  protected constructor();
  readonly name: "B24Error" | "PartialResultError";
  readonly code: string;
  readonly kind: ErrorKind;
  readonly status: number | null;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  readonly method: string | null;
  readonly ids: UserId[];
  /** What was caught on the way, if anything. */
  readonly cause?: unknown;
  /** The error as plain data, for logs and workers. */
  toJSON(): B24ErrorInfo;
}

/** Some users arrived, others could not be fetched. Nothing that arrived is lost. */
export declare class PartialResultError extends B24Error implements PartialResultErrorInfo {
  readonly name: "PartialResultError";
  /** What arrived. */
  readonly result: UserList;
  /** Which ids did not, and why; the same as `result.failed`. */
  readonly failed: FailedIds[];
  /** The error as plain data, the users that arrived included: think of it before you log it. */
  toJSON(): PartialResultErrorInfo;
}

/**
 * Whether a value is an error of this package: by its name, so also one from an iframe or another copy of the package, and the plain
 * data of one, as from a worker.
 *
 * @example
 * ```js
 * if (isB24Error(error) && error.retryable) showRetryButton();
 * ```
 */
export declare function isB24Error(value: unknown): value is B24ErrorInfo;

/**
 * Whether a value is a `PartialResultError`, from wherever it comes, or the plain data of one.
 *
 * @example
 * ```js
 * if (isPartialResultError(error)) show(error.result.users);
 * ```
 */
export declare function isPartialResultError(value: unknown): value is PartialResultErrorInfo;

/** Where ids come from. */
export interface Client {
  /**
   * Lists the ids of users, page by page, in ascending order: of those that fit the filter, or of all. Pages are fetched ahead, 50 in a
   * request, and leaving the loop ends that.
   *
   * The token needs the scope `user`, `user_basic` or `user_brief`. Bots, customers of open channels, writers of e-mails and users
   * of other portals are not among them; dismissed employees are, unless `{ ACTIVE: true }`. Whoever is dismissed or hired meanwhile
   * may be missed, and so may others who stay: pages are counted from the list's beginning, and when somebody before them leaves it
   * between two pages, they move to one that has been read.
   *
   * @param filter Conditions by the portal's names, in any case.
   * Custom fields (`UF_...`) cannot be checked, nor whether a value suits them: portals ignore one
   * that they do not have, and give everybody.
   * @throws {B24Error} `INVALID_PARAMS`, before anything is sent, if the portal would ignore a
   * condition or take it for another, and give other users: an unknown field or operator, an operator
   * that the field does not support, an empty list, a boolean where no flag is; also for more than 995
   * values, of which not all would arrive, and for texts that portals take for references of a batch.
   * Else the error of the request, after the pages before it; `BAD_RESPONSE` if the list does not
   * advance, because the portal or a proxy ignores `start`, repeats pages or leaves some out.
   * @see [user.get](https://apidocs.bitrix24.com/api-reference/user/user-get.html)
   *
   * @example
   * ```js
   * for await (const ids of b24.listUserIds({ ACTIVE: true, UF_DEPARTMENT: [1, 5] })) console.log(ids);
   * ```
   */
  listUserIds(filter?: UserFilter, options?: OwnOptions): AsyncGenerator<number[], void, undefined>;

  /**
   * Lists the ids of users whose names, position or department begin with what is looked for; else as `listUserIds`.
   *
   * @param query One word or several, at least one.
   * @throws {B24Error} `INVALID_PARAMS`, before anything is sent, if it is empty, or a text that portals take for a reference of a batch;
   * else the error of the request, after the pages before it.
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
 * Conditions of `user.get`, all of which must hold: `{ ">ID": 100, UF_DEPARTMENT: [1, 5] }`. A list
 * holds if one of its values does, or of a denial none; that of `><` has two, and all between them
 * fit, both included. `{ NAME_SEARCH: "Smith" }` searches as `searchUserIds` does, and has no
 * operator. With the scopes `user_basic` and `user_brief`, portals ignore conditions on fields that
 * these do not let applications read.
 *
 * `""` is those who have none: `{ LAST_NAME: "" }`, or all others: `{ "!UF_DEPARTMENT": "" }`. `!`,
 * `!%` and `!@` leave out those who have none; `!=` does not. Text is compared without regard to
 * case, and without an operator as by `=%` and `%=`: `%` in the value stands for any text and `_`
 * for any letter, as in `{ NAME: "Emi%" }`. `=` and `@` compare with the text itself, `%` and `!%`
 * look for it as a part.
 */
export type UserFilter = {
  [Condition in `${UserFilterOperator}${UserFilterField}`]?: UserFilterValue | readonly UserFilterValue[];
} & {
  [Condition in `${UserFilterOperator}UF_${string}`]: UserFilterValue | readonly UserFilterValue[];
};

/**
 * How a condition compares; nothing stands for equal. Flags (`ACTIVE`, `IS_ONLINE`) have no other
 * than `=`, `!`, `!=`, `@` and `!@`, and only `=` goes with `HAS_DEPARTAMENT`, which can only
 * be true. Numbers and dates have none with `%`. Portals ignore `!=%` and `!%=`.
 */
export type UserFilterOperator =
  | "" | "=" | "!" | "!=" | "<" | "<=" | ">" | ">=" | "%" | "=%" | "%=" | "!%" | "@" | "!@" | "><";

/**
 * A value of a condition. Booleans are for flags, custom ones included, alone or in a list. Of
 * `PERSONAL_PHOTO` it can only be `""`. Dates are sent in ISO 8601; by the published source of the
 * server, portals read that of `PERSONAL_BIRTHDAY`, and of other fields dates in their own format,
 * such as `"31.12.2026 18:00:00"`.
 */
export type UserFilterValue = string | number | boolean | Date;

/** The fields that portals filter users by, besides custom ones (`UF_...`). */
export type UserFilterField =
  | "ID"
  | "XML_ID"
  | "ACTIVE"
  | "NAME"
  | "LAST_NAME"
  | "SECOND_NAME"
  | "TITLE"
  | "EMAIL"
  | "LAST_LOGIN"
  | "DATE_REGISTER"
  | "TIME_ZONE"
  | "IS_ONLINE"
  | "TIMESTAMP_X"
  | "LAST_ACTIVITY_DATE"
  | `PERSONAL_${Personal}`
  | `WORK_${Work}`
  | "USER_TYPE"
  | "EXTERNAL_AUTH_ID"
  | "NAME_SEARCH"
  | "HAS_DEPARTAMENT"
  | "UF_DEPARTMENT"
  | "UF_PHONE_INNER";

type Place = "PHONE" | "FAX" | "PAGER" | "STREET" | "CITY" | "STATE" | "ZIP" | "COUNTRY" | "MAILBOX" | "NOTES" | "WWW";
type Personal = Place | "GENDER" | "PROFESSION" | "BIRTHDAY" | "PHOTO" | "ICQ" | "MOBILE";
type Work = Place | "COMPANY" | "POSITION" | "DEPARTMENT" | "PROFILE" | "LOGO";

/** What `createClient` is told. */
export interface ClientOptions extends PlainClientOptions {
  /** How the client is let in. */
  auth: Auth;
  /** What sends requests instead of the global `fetch`. */
  fetch?: ((url: string, init: RequestInit) => Promise<ResponseLike>) | undefined;
  /** How long users are kept, and how many; `false` keeps none. */
  cache?: CacheOptions | false | undefined;
  /**
   * Is told what the client does. What it throws is ignored.
   *
   * @example
   * ```js
   * createClient({ portal, auth, onEvent: (event) => console.debug(event.type, event) });
   * ```
   */
  onEvent?: ((event: ClientEvent) => void) | undefined;
}

/** What is used of a response. */
export interface ResponseLike {
  /** The HTTP status. */
  readonly status: number;
  /** Whether a redirect was followed, which is refused. */
  readonly redirected?: boolean;
  /** The body; not asked for if there is `arrayBuffer()`. */
  text(): Promise<string>;
  /** The body's bytes. */
  arrayBuffer?(): Promise<ArrayBuffer>;
}

/** What `getUsers` is told. */
export interface GetUsersOptions extends PlainGetUsersOptions {
  /** Aborts the call, and its requests unless others wait for them too. */
  signal?: AbortSignal | undefined;
  /**
   * Is told how far the call is. What it throws is ignored.
   *
   * @example
   * ```js
   * await b24.getUsers(ids, { onProgress: ({ done, total }) => (bar.value = done / total) });
   * ```
   */
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** What `streamUsers` is told. */
export type StreamUsersOptions = Omit<GetUsersOptions, "partial">;

/** What calls about oneself are told. */
export type OwnOptions = Pick<GetUsersOptions, "signal" | "deadlineMs">;

/** What `getUser` and `getCurrentUser` are told. */
export type GetUserOptions = Pick<GetUsersOptions, "signal" | "deadlineMs" | "avatarHr">;

/** What `loadUser` is told. */
export type LoadUserOptions = Pick<GetUsersOptions, "signal" | "deadlineMs" | "maxAgeMs" | "fresh">;

/** The status of whoever calls. */
export interface Client {
  /**
   * Gets the caller's status; `null` if none was ever set.
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
   * Sets the caller's status. It is sent again if no answer arrives: setting it twice is setting it.
   *
   * @throws {B24Error} `STATUS_ERROR`, before anything is sent, if it is none of the portal's; else the error of the request.
   * @see [im.user.status.set](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-status-set.html)
   *
   * @example
   * ```js
   * await b24.setStatus("dnd");
   * ```
   */
  setStatus(status: "online" | "dnd" | "away" | "break", options?: OwnOptions): Promise<void>;

  /**
   * Tells the portal that the caller is idle. It is sent again if no answer arrives.
   *
   * @param options `minutesAgo`: for how many minutes already, at least 1; the portal takes 10 by default.
   * @throws {B24Error} The error of the request.
   * @see [im.user.status.idle.start](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-status-idle-start.html)
   *
   * @example
   * ```js
   * await b24.startIdle({ minutesAgo: 5 });
   * ```
   */
  startIdle(options?: OwnOptions & { minutesAgo?: number | undefined }): Promise<void>;

  /**
   * Tells the portal that the caller is back. It is sent again if no answer arrives.
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

/** A user's own status, as the portal has it. */
export type UserStatus = "online" | "dnd" | "away" | "break" | (string & {});

/**
 * What a portal tells of whether a user is there, which is little: the `status` of others is always `"online"`, so all there is are the
 * moments at which it last saw the user, and vacations. Whether somebody does not want to be disturbed it tells nobody else
 * (`getStatus()` is the caller's own).
 *
 * `lastActivityDate` is there for all employees and extranet users who ever came; `desktopLastDate`, of the desktop application, only
 * for users of `getUser(id)` and `getCurrentUser()`. It is as old as the user object: ask for it with `{ fresh: true }`.
 *
 * @param options `now`, if not the present; `withinMs`, how long ago somebody may have been seen who counts as online, by default
 * 1 440 000 (24 minutes), as portals themselves have it.
 *
 * @example
 * ```js
 * const { online, lastSeen, backOn } = presenceOf(user);
 * ```
 */
export declare function presenceOf(
  user: Pick<User, "lastActivityDate" | "absent"> & Partial<Pick<User, "desktopLastDate" | "mobileLastDate">>,
  options?: { now?: number | Date | undefined; withinMs?: number | undefined },
): Presence;

/** What is known of whether a user is there. */
export interface Presence {
  /** Whether the portal has seen the user lately; `null` if it does not tell, as of bots, guests and whoever never came. */
  online: boolean | null;
  /** When it last saw the user (ISO 8601); `null` if it does not tell. */
  lastSeen: string | null;
  /**
   * When the day of the return begins (ISO 8601), if the user is on vacation, ill or on another leave of that kind; else `null`. It begins
   * by the portal's clock: elsewhere a local date may be the day before, so show `backOn.slice(0, 10)`.
   */
  backOn: string | null;
}

/** Any REST method. */
export interface Client {
  /**
   * Calls any REST method, with the client's token, limits, retries of what the portal refused for now, errors and events.
   *
   * @typeParam T What the caller takes the result for. Nothing checks it.
   * @param method Its name: letters, digits, `_` and `-`, in parts between dots.
   * @param params Its parameters, which go as a form: see `RestParams`.
   * @returns What the portal answered. `result` is as it came: in the portal's names, unchecked.
   * @throws {B24Error} `INVALID_METHOD` or `INVALID_PARAMS`, before anything is sent; else the error of the request.
   * @see [How to call REST](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/index.html)
   *
   * @example
   * ```js
   * const { result, next, total } = await b24.call("user.get", { filter: { ACTIVE: true } }, { idempotent: true });
   * ```
   */
  call<T = unknown>(method: string, params?: RestParams, options?: CallOptions): Promise<RestResponse<T>>;

  /**
   * Calls any number of REST methods, 50 in a request, one request after the other, in the order given; those that refer to one another
   * come where the first of them is.
   *
   * A value such as `"$result[chat][0]"` refers to what an earlier command found. Commands that refer to one another go in one request,
   * one after the other, which ends at the first that fails: what refers to a failed command is never carried out.
   *
   * @param commands By names of any kind, which the answers come by.
   * @returns The answers of the commands that succeeded, and the errors of the others. Beside the portal's own these are
   * `COMMAND_SKIPPED`, of one that was not carried out since one before it failed, and `UNRESOLVED_REFERENCE`, of one that refers to
   * what was not there: the portal carries it out with something else, and its answer is not given.
   * @throws {B24Error} `INVALID_METHOD`, `INVALID_PARAMS` or `INVALID_REFERENCE`, before anything is sent; the error of the request if
   * nothing was answered at all.
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
   * The same with a type for each result, none of which is checked.
   *
   * @example
   * ```js
   * const { results } = await b24.batch({ me: { method: "im.user.get" } }); // in TypeScript: b24.batch<{ me: Me }>({ ... })
   * ```
   */
  batch<T extends object>(
    commands: { readonly [Name in keyof T]: BatchCommand },
    options?: CallOptions,
  ): Promise<BatchResponse<T>>;
}

/** One call of a batch. */
export interface BatchCommand {
  /** The REST method. */
  method: string;
  /** Its parameters. */
  params?: RestParams | undefined;
}

/**
 * The parameters of a call, by their names. They go as PHP reads forms: lists and maps field by field, `true` and `false` as `1` and `0`,
 * `null`, `[]` and `{}` as an empty value, a `Date` as ISO 8601 in UTC. What is `undefined` is left out, and an object with `toJSON()`
 * is what that gives. All else is refused with `INVALID_PARAMS`, and so are more than 999 fields, which portals cut off without a word.
 */
export type RestParams = { readonly [name: string]: RestValue };

/** A value of a parameter. */
export type RestValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | null
  | undefined
  | { toJSON(): unknown }
  | readonly RestValue[]
  | { readonly [key: string]: RestValue };

/** What `call` and `batch` are told. */
export interface CallOptions extends PlainCallOptions {
  /** Aborts the call and its request. What the portal has begun it may end. */
  signal?: AbortSignal | undefined;
}

/** What the portal answered. */
export interface RestResponse<T = unknown> {
  /** What the method gave, as it came. */
  result: T;
  /** Where the next page of a list begins, for the parameter `start`; missing on the last page. Any number that the portal sends. */
  next?: number;
  /**
   * How long the list is on all its pages; missing if it is none, or if it is empty. Any number that the portal sends: methods that do
   * not count send 0 or -1.
   */
  total?: number;
  /** What it took. */
  time: RestTime;
}

/** What came of a batch, by the names of its commands. */
export interface BatchResponse<T extends object = Record<string, unknown>> {
  /**
   * The answers of those that succeeded, and of no others: `results.first?.result`. Only with a type for each result does TypeScript
   * know that one may not be there, unless it is told `noUncheckedIndexedAccess`.
   */
  results: string extends keyof T ? Record<string, RestResponse> : { [Name in keyof T]?: RestResponse<T[Name]> };
  /** The errors of the others. */
  errors: string extends keyof T ? Record<string, B24Error> : { [Name in keyof T]?: B24Error };
}

/** Users by their ids. */
export interface Client {
  /**
   * Gets users by their ids.
   *
   * @param ids Numbers, or strings of digits; any iterable. Each user is asked for once.
   * @returns The users in the order first asked for, and the ids that the portal does not know or the caller may not see.
   * @throws {B24Error} `INVALID_ID`, before anything is sent, if an entry is not a user id (unless `invalid` is `"report"`); the
   * error of the request if nothing could be fetched.
   * @throws {PartialResultError} if only some could be fetched (unless `partial`); what arrived is in its `result`.
   * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
   *
   * @example
   * ```js
   * const { users, missing } = await b24.getUsers([4, "5", 999]);
   * for (const user of users) console.log(user.id, user.name, user.phones?.workPhone ?? "no phone");
   * ```
   */
  getUsers(ids: Iterable<number | string> & object, options?: GetUsersOptions): Promise<UserList>;

  /**
   * Gets users by their ids as they arrive, the first ones soon. No more is asked for than is taken, and leaving the loop, or
   * `return()` at any time, ends what is under way.
   *
   * A part has up to 500 users, in the portal's order: they are read and given while the rest of their answer is still arriving. Who is missing is told by the end of an answer. What has been given stays given: if the answer then breaks off, or turns
   * out to be an error, only the other ids are asked for again. Each id comes once; should a portal send a user twice, it is the first
   * record that counts, unlike in `getUsers`. Between parts the page has its turn, in hidden tabs, too.
   *
   * @param ids Numbers, or strings of digits; any iterable. Each user is asked for once.
   * @throws {B24Error} `INVALID_ID`, before anything is sent, if an entry is not a user id (unless `invalid` is `"report"`; they are
   * left out then).
   * @throws {PartialResultError} at the end, if some users could not be fetched; those that arrived have been handed over.
   * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
   *
   * @example
   * ```js
   * for await (const { users } of b24.streamUsers(ids)) users.forEach(show);
   * ```
   */
  streamUsers(ids: Iterable<number | string> & object, options?: StreamUsersOptions): AsyncGenerator<UserChunk, void, undefined>;

  /**
   * Gets one user; calls of the same tick, and of all components, become one request.
   *
   * @param id A number, or a string of digits.
   * @returns The user, or `null` if the portal does not know the id or the caller may not see it.
   * @throws {B24Error} `INVALID_ID` if it is not a user id; else the error of the request.
   * @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
   *
   * @example
   * ```js
   * const user = await b24.loadUser(task.responsibleId);
   * ```
   */
  loadUser(id: number | string, options?: LoadUserOptions): Promise<User | null>;

  /**
   * Gets one user by its own request, with what lists leave out: `desktopLastDate`.
   *
   * @param id A number, or a string of digits. Nothing else: without an id the portal would give the caller.
   * @throws {B24Error} `INVALID_ID` if it is not a user id; `USER_NOT_EXISTS`; `ACCESS_DENIED` for who may not see the user; else the
   * error of the request.
   * @see [im.user.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-get.html)
   *
   * @example
   * ```js
   * const { desktopLastDate } = await b24.getUser(4);
   * ```
   */
  getUser(id: number | string, options?: GetUserOptions): Promise<User>;

  /**
   * Gets the user whose token or webhook it is.
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

/**
 * The absolute http(s) address of a user's website for a link, or `null` if it has none: people type all sorts of things
 * into that field.
 *
 * @example
 * ```js
 * websiteHref({ website: "example.com" }); // "https://example.com/"
 * ```
 */
export declare function websiteHref(user: Pick<User, "website">): string | null;
