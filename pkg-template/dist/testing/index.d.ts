/**
 * A made-up Bitrix24 portal in memory, for the tests of applications: it answers as the real server does, quirks included, without a
 * network. The same portal is behind the tests of `b24-users` itself.
 *
 * It is there at once, and each call gives another one that shares nothing with the others.
 *
 * @throws {TypeError} if an option is unknown or cannot be.
 *
 * @example
 * ```js
 * import { createClient } from "b24-users";
 * import { createFakePortal } from "b24-users/testing";
 *
 * const fake = createFakePortal({ people: [{ id: 7, firstName: "Ann", lastName: "Lee" }] });
 * const b24 = createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
 * const { users } = await b24.getUsers([7]);
 * ```
 */
export declare function createFakePortal(options?: FakePortalOptions): FakePortal;

/** What a fake portal is to be like. */
export interface FakePortalOptions {
  /**
   * Who is there: the largest id of made-up people (1000 by default), or the people themselves. Of made-up people 4 and 5 are Emily
   * Smith and John Johnson of Bitrix24's documentation, and ids that end in 99 do not exist. User 1, whose the token is, is always
   * there.
   */
  people?: number | readonly FakePerson[] | undefined;
  /**
   * Who is in which chat: ids of people by the id of the chat. Every employee may see them; an
   * extranet user only if he is in the chat. These standard chats are there, too, unless one with
   * the same id is given:
   *
   * | chat | who is in it |
   * |---|---|
   * | 1 | the general chat, whose people nobody is told: `ACCESS_ERROR` |
   * | 12, also `"sg7"` | twelve people of all kinds, users 1 and 61 among them |
   * | 13 | only 4 and 5, so that user 1 gets nobody |
   * | 500, 5000 | so many people, if there are as many |
   *
   * @example
   * ```js
   * const fake = createFakePortal({ chats: { 12: [7, 8] } });
   * const b24 = createClient({ portal: fake.origin, auth: fake.accessToken, fetch: fake.fetch });
   * const { users } = await b24.getChatUsers(12);
   * ```
   */
  chats?: Readonly<Record<number, readonly number[]>> | undefined;
  /** Another number (1 by default) makes other people and other tokens. */
  seed?: number | undefined;
  /**
   * The portal's address. By default each portal has one of its own, `"https://portal-1.example"` and so on, since clients share their
   * portal's limits by its address.
   */
  origin?: string | undefined;
  /** What goes wrong; nothing by default. */
  faults?: readonly FakeFault[] | undefined;
  /** How much is let through; everything by default. */
  limits?: FakeLimits | undefined;
  /** Which portal it plays; the cloud's of today by default. */
  edition?: FakeEdition | undefined;
  /** The portal's clock, in milliseconds since 1970; `Date.now` by default, as it is when it is asked. */
  now?: (() => number) | undefined;
  /** How delays are waited for; by `setTimeout` by default, as it is when it is asked: fake timers are obeyed. */
  sleep?: ((ms: number) => Promise<void>) | undefined;
}

/** A portal in memory. */
export interface FakePortal {
  /** Its address, for `portal`. */
  readonly origin: string;
  /** An OAuth token of user 1, who sees everybody, for `auth`. */
  readonly accessToken: string;
  /** An OAuth token of an extranet user (61), who sees the members of his groups only: 4, 5 and 105. */
  readonly extranetToken: string;
  /** An OAuth token that has expired. */
  readonly expiredToken: string;
  /** The address of an inbound webhook of user 1, for `auth: { webhook }`. */
  readonly webhook: string;
  /** The application that the tokens belong to, for SDKs that refresh tokens by themselves. */
  readonly oauth: FakeOAuth;
  /**
   * Reaches the portal, and nothing else; for `fetch`, or in place of the global one. It behaves as in a page of another origin, and
   * obeys the request's `signal`.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** The REST requests so far, oldest first; a copy. No entry holds a token. */
  readonly log: FakeLogEntry[];
  /** Forgets the requests so far. */
  clearLog(): void;
  /**
   * Replaces its people: somebody is called otherwise now, is dismissed, or comes.
   *
   * @throws {TypeError} if there can be no such people.
   *
   * @example
   * ```js
   * fake.setPeople([{ id: 7, firstName: "Ann", lastName: "Smith" }]);
   * b24.invalidate([7]);
   * ```
   */
  setPeople(people: readonly FakePerson[]): void;
  /**
   * Replaces what goes wrong, and begins to count anew; without rules nothing does.
   *
   * @throws {TypeError} if a rule cannot be followed.
   *
   * @example
   * ```js
   * fake.setFaults([{ kind: "error", code: "QUERY_LIMIT_EXCEEDED", times: 1 }]);
   * ```
   */
  setFaults(faults?: readonly FakeFault[]): void;
  /**
   * Replaces the limits, and begins to count anew; without any, everything is let through.
   *
   * @throws {TypeError} if they cannot be kept.
   */
  setLimits(limits?: FakeLimits): void;
  /**
   * Makes it play another portal; without, the cloud's of today.
   *
   * @throws {TypeError} if there is no such portal.
   */
  setEdition(edition?: FakeEdition): void;
  /**
   * A fresh OAuth token: of user 1 and good for ever, unless said otherwise.
   *
   * @throws {TypeError} if there is no such user.
   *
   * @example
   * ```js
   * const auth = { getToken: () => fake.issueToken({ expiresAfterUses: 1 }) }; // refreshed before each second request
   * ```
   */
  issueToken(terms?: FakeTokenTerms): string;
  /**
   * The address of a fresh inbound webhook: of user 1 and for all methods, unless said otherwise.
   *
   * @throws {TypeError} if there is no such user or scope.
   *
   * @example
   * ```js
   * const webhook = fake.issueWebhook({ scopes: ["user_brief"] });
   * const b24 = createClient({ auth: { webhook }, fetch: fake.fetch });
   * ```
   */
  issueWebhook(terms?: FakeWebhookTerms): string;
}

/** An application, and the stand-in for the authorization server that refreshes its tokens. */
export interface FakeOAuth {
  /** Where tokens are refreshed; the portal's `fetch` reaches it. */
  readonly tokenEndpoint: string;
  /** The application's code. */
  readonly clientId: string;
  /** Its secret. */
  readonly clientSecret: string;
  /** Refreshes the access token, once. */
  readonly refreshToken: string;
}

/** Somebody on a fake portal, by the names of `User`; what is left out is as it is for an employee of whom little is known. */
export interface FakePerson {
  /** The id, from 1. */
  id: number;
  /** `"user"` by default. */
  type?: "user" | "extranet" | "collaber" | "guest" | "bot" | undefined;
  /** False after dismissal; true by default. */
  active?: boolean | undefined;
  /** The full name; by default first and last name. */
  name?: string | undefined;
  /** The first name. */
  firstName?: string | undefined;
  /** The last name. */
  lastName?: string | undefined;
  /** The position. */
  workPosition?: string | undefined;
  /** The colour behind the initials, `#rrggbb`. */
  color?: string | undefined;
  /** The picture's address. */
  avatar?: string | undefined;
  /** `"M"` by default. */
  gender?: "F" | "M" | undefined;
  /** `DD-MM`. */
  birthday?: string | undefined;
  /** The ids of the departments; `[1]` by default, none for who is no employee. */
  departments?: readonly number[] | undefined;
  /** The telephone numbers. */
  phones?:
    | {
        personalMobile?: string | undefined;
        workPhone?: string | undefined;
        innerPhone?: string | undefined;
        personalPhone?: string | undefined;
      }
    | undefined;
  /** The website, raw. */
  website?: string | undefined;
  /** The e-mail address, raw; `user.get` and `user.search` tell it. */
  email?: string | undefined;
  /** When the portal last saw the person (ISO 8601); by default 2026-03-02T09:30:00+01:00, `null` for somebody who never came. */
  lastActivityDate?: string | Date | null | undefined;
  /** Until when the person is on leave (ISO 8601). */
  absent?: string | Date | null | undefined;
}

/** Something that goes wrong, and when. Rules are tried in their order; the first that fits decides, delays aside. */
export type FakeFault = FakeTrouble & FakeFaultConditions;

/** Something that goes wrong. */
export type FakeTrouble =
  /** The answer comes later by so many milliseconds. */
  | { kind: "delay"; ms: number }
  /** No answer ever comes. */
  | { kind: "hang" }
  /** The connection is closed without an answer. */
  | { kind: "reset" }
  /** The answer breaks off after so many bytes of its body. */
  | { kind: "truncate"; bytes: number }
  /** A page of the web server instead of an answer; `cors` (true): whether a page may read it. */
  | { kind: "html"; status: number; cors?: boolean | undefined }
  /** The portal has moved to another origin. */
  | { kind: "redirect"; to?: string | undefined; cors?: boolean | undefined }
  /** An error of the REST server, such as `"QUERY_LIMIT_EXCEEDED"`; status and description of a known code need not be given. */
  | {
      kind: "error";
      code: string | number;
      status?: number | undefined;
      description?: string | undefined;
      extra?: Record<string, unknown> | undefined;
      cors?: boolean | undefined;
    }
  /** A body of no bytes; `status` is 200 by default. */
  | { kind: "empty"; status?: number | undefined; cors?: boolean | undefined };

/** When it goes wrong: at requests that fit, counted from the first that fitted. */
export interface FakeFaultConditions {
  /** Only calls of this REST method, those within a batch included. */
  method?: string | undefined;
  /** Only calls that ask for one of these people. */
  ids?: readonly number[] | undefined;
  /** So many that fit are let through first. */
  after?: number | undefined;
  /** Of the rest, each so-many-th. */
  every?: number | undefined;
  /** Of those, this share, from 0 to 1, by chance that depends on the seed only. */
  probability?: number | undefined;
  /** Of those, so many and no more. */
  times?: number | undefined;
}

/** How much a portal lets through, and what its work costs. */
export interface FakeLimits {
  /** How many requests the leaky bucket holds; without, it has no bottom. A real portal's is 50. */
  burst?: number | undefined;
  /** How many leak out in a second; 2 by default. */
  perSecond?: number | undefined;
  /** How many are in it at first; 0 by default. */
  filled?: number | undefined;
  /** Whether a page may read what the front end says instead of the portal, 503 and 504; true by default. */
  cors?: boolean | undefined;
  /** How many seconds a method may work in ten minutes; without, for ever. A real portal's limit is 480. */
  operatingSeconds?: number | undefined;
  /** On whose account the work of a batch goes; `"batch"` by default. */
  billing?: "batch" | "methods" | undefined;
  /** How many milliseconds the portal works for each person it is asked for; 2 by default. */
  costPerUserMs?: number | undefined;
  /** How many milliseconds a request may take before it is cut with 504; 60 000 by default. */
  maxRequestMs?: number | undefined;
  /** Whether the work is waited for; false by default: it is reported only. */
  real?: boolean | undefined;
}

/** A kind of portal. */
export interface FakeEdition {
  /** How old it is: `"2018"`, `"23.900"`, `"24.300"`, `"26.250"` (the default) and what lies between. */
  version?: string | undefined;
  /** Whether it counts operating time; true by default. */
  loadLimiter?: boolean | undefined;
  /** Whether it has telephony, which rewrites telephone numbers; false by default. */
  telephony?: boolean | undefined;
  /** The time zone of its dates, in minutes east of Greenwich; 60 by default. */
  utcOffsetMinutes?: number | undefined;
}

/** What a fresh token is to be like. */
export interface FakeTokenTerms {
  /** Whose it is; user 1's by default. */
  user?: number | undefined;
  /**
   * What it is good for, such as `["im", "user_brief"]`; `["im", "user"]`, and so everything, by
   * default. A method without its scope is refused with `insufficient_scope`.
   */
  scopes?: readonly string[] | undefined;
  /** After how many requests it expires. */
  expiresAfterUses?: number | undefined;
  /** After how many milliseconds it expires. */
  expiresAfterMs?: number | undefined;
}

/** What a fresh webhook is to be like. */
export type FakeWebhookTerms = Pick<FakeTokenTerms, "user" | "scopes">;

/** A request that a fake portal got. */
export interface FakeLogEntry {
  /** When it came, in milliseconds since 1970. */
  at: number;
  /** The HTTP verb. */
  verb: string;
  /** The REST method, in lower case. */
  method: string;
  /** The content type, as sent. */
  contentType: string | null;
  /** The user who called, once known. */
  user: number | null;
  /** How many different ids were asked for. */
  ids: number;
  /** The status of the answer; 0 where none was sent. */
  status: number;
  /** Whether the request was aborted by its signal before the answer came. */
  aborted?: true;
  /** The error code of the answer. */
  error: string | null;
  /** The kind of the fault that decided the answer. */
  fault?: FakeTrouble["kind"];
  /** What a batch consisted of. */
  commands?: { method: string; ids: number; error: string | null }[];
}
