/** The options of a fake portal. */
export interface FakePortalOptions {
  /**
   * The users: the largest id of generated users (1000 by default), or a list of users. Among
   * generated users, 4 and 5 are Emily Smith and John Johnson of Bitrix24's documentation, and ids
   * that end in 99 do not exist. User 1, the owner of the token, always exists.
   */
  people?: number | readonly FakePerson[] | undefined;
  /**
   * Custom chats: ids of members by the id of the chat. Every employee sees the members; an
   * extranet user only if he is one. The standard chats exist, too, unless a custom one has the
   * same id:
   *
   * | chat | members |
   * |---|---|
   * | 1 | the general chat, whose members are hidden: `ACCESS_ERROR` |
   * | 12, also `"sg7"` | twelve users of all kinds, including 1 and 61 |
   * | 13 | 4 and 5, so that user 1 gets an empty list |
   * | 500, 5000 | this many users, if there are enough |
   *
   * @example
   * ```js
   * const fake = createFakePortal({ chats: { 12: [7, 8] } });
   * const b24 = createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
   * const { users } = await b24.getChatUsers(12);
   * ```
   */
  chats?: Readonly<Record<number, readonly number[]>> | undefined;
  /** The seed of generated users and tokens; 1 by default. */
  seed?: number | undefined;
  /**
   * The portal's address. By default each portal has its own, `"https://portal-1.example"` and so
   * on, since clients share a portal's rate limit by its address.
   */
  origin?: string | undefined;
  /** The fault rules; none by default. */
  faults?: readonly FakeFault[] | undefined;
  /** The limits; none by default. */
  limits?: FakeLimits | undefined;
  /** The kind of portal; the current cloud by default. */
  edition?: FakeEdition | undefined;
  /** The portal's clock, in milliseconds since 1970; the current `Date.now` by default. */
  now?: (() => number) | undefined;
  /** Waits for delays; by the current `setTimeout` by default, so fake timers apply. */
  sleep?: ((ms: number) => Promise<void>) | undefined;
}

/** A fake portal in memory. */
export interface FakePortal {
  /** The address, for `portal`. */
  readonly origin: string;
  /** An OAuth token of user 1, who sees all users, for `auth`. */
  readonly accessToken: string;
  /** An OAuth token of extranet user 61, who sees only the members of his groups: 4, 5 and 105. */
  readonly extranetToken: string;
  /** An OAuth token that has expired. */
  readonly expiredToken: string;
  /** The address of an inbound webhook of user 1, for `auth: { webhook }`. */
  readonly webhook: string;
  /** The OAuth application of the tokens, for SDKs that refresh tokens by themselves. */
  readonly oauth: FakeOAuth;
  /**
   * A `fetch` that reaches this portal only, for the option `fetch` or in place of the global one.
   * It behaves as in a page of another origin, and respects the request's `signal`.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** A copy of the log of REST requests, oldest first. No entry contains a token. */
  readonly log: FakeLogEntry[];
  /** Clears the log. */
  clearLog(): void;
  /**
   * Replaces the users, for example to rename, dismiss or add one.
   *
   * @throws {TypeError} if a user is invalid.
   *
   * @example
   * ```js
   * fake.setPeople([{ id: 7, firstName: "Ann", lastName: "Smith" }]);
   * b24.invalidate([7]);
   * ```
   */
  setPeople(people: readonly FakePerson[]): void;
  /**
   * Replaces the fault rules and resets their counters. Without rules, no faults are injected.
   *
   * @throws {TypeError} if a rule is invalid.
   *
   * @example
   * ```js
   * fake.setFaults([{ kind: "error", code: "QUERY_LIMIT_EXCEEDED", times: 1 }]);
   * ```
   */
  setFaults(faults?: readonly FakeFault[]): void;
  /**
   * Replaces the limits and resets their usage. Without limits, nothing is rejected.
   *
   * @throws {TypeError} if a limit is invalid.
   */
  setLimits(limits?: FakeLimits): void;
  /**
   * Changes the kind of portal; the current cloud by default.
   *
   * @throws {TypeError} if the edition is invalid.
   */
  setEdition(edition?: FakeEdition): void;
  /**
   * Issues an OAuth token. By default it is for user 1 and never expires.
   *
   * @throws {TypeError} if the user does not exist or a term is invalid.
   *
   * @example
   * ```js
   * // A token that has to be refreshed after each request.
   * const auth = { getToken: () => fake.issueToken({ expiresAfterUses: 1 }) };
   * ```
   */
  issueToken(terms?: FakeTokenTerms): string;
  /**
   * Issues an inbound webhook and returns its address. By default it is for user 1 and all methods.
   *
   * @throws {TypeError} if the user does not exist or a scope is invalid.
   *
   * @example
   * ```js
   * const webhook = fake.issueWebhook({ scopes: ["user_brief"] });
   * const b24 = createClient({ auth: { webhook }, fetch: fake.fetch });
   * ```
   */
  issueWebhook(terms?: FakeWebhookTerms): string;
}

/** An OAuth application and its token endpoint, which stands in for the authorization server. */
export interface FakeOAuth {
  /** The address of the token endpoint; the portal's `fetch` reaches it. */
  readonly tokenEndpoint: string;
  /** The application's id. */
  readonly clientId: string;
  /** The application's secret. */
  readonly clientSecret: string;
  /** Refreshes the access token, once. */
  readonly refreshToken: string;
}

/** A user, with the names of `User`. Defaults are those of an employee with little data. */
export interface FakePerson {
  /** The id, from 1. */
  id: number;
  /** `"user"` by default. */
  type?: "user" | "extranet" | "collaber" | "guest" | "bot" | undefined;
  /** False after dismissal; true by default. */
  active?: boolean | undefined;
  /** The full name; first and last name by default. */
  name?: string | undefined;
  /** The first name. */
  firstName?: string | undefined;
  /** The last name. */
  lastName?: string | undefined;
  /** The position. */
  workPosition?: string | undefined;
  /** The colour behind the initials, `#rrggbb`. */
  color?: string | undefined;
  /** The avatar's address. */
  avatar?: string | undefined;
  /** `"M"` by default. */
  gender?: "F" | "M" | undefined;
  /** `DD-MM`. */
  birthday?: string | undefined;
  /** The ids of the departments; `[1]` by default, none for users who are not employees. */
  departments?: readonly number[] | undefined;
  /** The phone numbers. */
  phones?:
    | {
        personalMobile?: string | undefined;
        workPhone?: string | undefined;
        innerPhone?: string | undefined;
        personalPhone?: string | undefined;
      }
    | undefined;
  /** The website, unvalidated. */
  website?: string | undefined;
  /** The e-mail address, unvalidated. `user.get` and `user.search` return it. */
  email?: string | undefined;
  /** The last activity (ISO 8601); 2026-03-02T09:30:00+01:00 by default, `null` for none. */
  lastActivityDate?: string | Date | null | undefined;
  /** The end of the absence (ISO 8601). */
  absent?: string | Date | null | undefined;
}

/** A fault rule. Rules are evaluated in order; the first that triggers decides, delays aside. */
export type FakeFault = FakeTrouble & FakeFaultConditions;

/** A fault. */
export type FakeTrouble =
  /** Delays the response by a number of milliseconds. */
  | { kind: "delay"; ms: number }
  /** Sends no response. */
  | { kind: "hang" }
  /** Closes the connection without a response. */
  | { kind: "reset" }
  /** Truncates the body after a number of bytes. */
  | { kind: "truncate"; bytes: number }
  /** Sends a page of the web server; `cors` (true): whether pages may read it. */
  | { kind: "html"; status: number; cors?: boolean | undefined }
  /** Redirects to another origin. */
  | { kind: "redirect"; to?: string | undefined; cors?: boolean | undefined }
  /** Sends an error such as `"QUERY_LIMIT_EXCEEDED"`; known codes imply status and description. */
  | {
      kind: "error";
      code: string | number;
      status?: number | undefined;
      description?: string | undefined;
      extra?: Record<string, unknown> | undefined;
      cors?: boolean | undefined;
    }
  /** Sends an empty body; `status` is 200 by default. */
  | { kind: "empty"; status?: number | undefined; cors?: boolean | undefined };

/** The conditions of a fault. Counters include matching requests only, from the first one on. */
export interface FakeFaultConditions {
  /** The REST method, including commands of a batch. */
  method?: string | undefined;
  /** Ids of which the call must request at least one. */
  ids?: readonly number[] | undefined;
  /** The number of matches to skip. */
  after?: number | undefined;
  /** Injects on every n-th of the remaining matches. */
  every?: number | undefined;
  /** The probability of an injection, from 0 to 1, drawn from the seed. */
  probability?: number | undefined;
  /** The maximum number of injections. */
  times?: number | undefined;
}

/** A portal's limits and the cost of its work. */
export interface FakeLimits {
  /** The capacity of the leaky bucket in requests; unlimited by default. Real portals have 50. */
  burst?: number | undefined;
  /** The leak rate in requests per second; 2 by default. */
  perSecond?: number | undefined;
  /** The initial level of the bucket; 0 by default. */
  filled?: number | undefined;
  /** Whether pages may read 503 and 504, which come from the front end; true by default. */
  cors?: boolean | undefined;
  /** The seconds that a method may work within ten minutes; unlimited by default. Real: 480. */
  operatingSeconds?: number | undefined;
  /** The account for the work of a batch; `"batch"` by default. */
  billing?: "batch" | "methods" | undefined;
  /** The simulated work per user in milliseconds; 2 by default. */
  costPerUserMs?: number | undefined;
  /** The milliseconds after which a request is aborted with 504; 60 000 by default. */
  maxRequestMs?: number | undefined;
  /** Whether responses are delayed by the work, or merely report it; false by default. */
  real?: boolean | undefined;
}

/** A kind of portal. */
export interface FakeEdition {
  /** The version: `"2018"`, `"23.900"`, `"24.300"`, `"26.250"` (the default) or any in between. */
  version?: string | undefined;
  /** Whether operating time is limited and reported; true by default. */
  loadLimiter?: boolean | undefined;
  /** Whether the telephony module normalizes phone numbers; false by default. */
  telephony?: boolean | undefined;
  /** The time zone of dates, in minutes east of UTC; 60 by default. */
  utcOffsetMinutes?: number | undefined;
}

/** The options of a new token. */
export interface FakeTokenTerms {
  /** The user; 1 by default. */
  user?: number | undefined;
  /**
   * The scopes, such as `["im", "user_brief"]`; `["im", "user"]` by default, which permit all
   * methods. A method without its scope fails with `insufficient_scope`.
   */
  scopes?: readonly string[] | undefined;
  /** The number of requests after which the token expires. */
  expiresAfterUses?: number | undefined;
  /** The milliseconds after which the token expires. */
  expiresAfterMs?: number | undefined;
}

/** The options of a new webhook. */
export type FakeWebhookTerms = Pick<FakeTokenTerms, "user" | "scopes">;

/** A request in a fake portal's log. */
export interface FakeLogEntry {
  /** The time of arrival, in milliseconds since 1970. */
  at: number;
  /** The HTTP verb. */
  verb: string;
  /** The REST method, in lower case. */
  method: string;
  /** The content type, as sent. */
  contentType: string | null;
  /** The caller; `null` before authentication. */
  user: number | null;
  /** The number of distinct ids in the call, also if it was refused. */
  ids: number;
  /** The status of the response; 0 if none was sent. */
  status: number;
  /** Whether the signal aborted the request before the response. */
  aborted?: true;
  /** The error code of the response. */
  error: string | null;
  /** The kind of the fault that decided the response. */
  fault?: FakeTrouble["kind"];
  /** The commands of a batch. */
  commands?: { method: string; ids: number; error: string | null }[];
}
