// The first request of a page is sent while the module is still loading, for plain ids, hosts and
// tokens: ids that are positive safe integers, a host without a path, a token of unreserved
// characters. All others wait for the module. The module is not aware of the early request: the
// host hands it over in place of the module's first request if both are equal. Otherwise it is
// aborted, and has no effect.
import type { CheckedAuth } from "../auth/validate-auth.js";
import type { SentForm } from "../generated/bindings.js";
import type { Token, TokenRequest } from "../shared/token.js";
import type { Ref } from "../shared/weak-ref.js";
import { discardBody } from "./discard-body.js";

/** The client's options that an early request depends on. */
export interface EarlyRequestOptions {
  readonly auth: Pick<CheckedAuth, keyof Token | "webhook">;
  readonly portal?: string | undefined;
  readonly fetch?: FetchForm | undefined;
  readonly limits: object;
  readonly coalesceMs?: number | undefined;
}

type FetchForm = (url: string, init: RequestInit) => unknown;

/** The early request of a client. */
export interface EarlyRequest {
  /**
   * Tries to include `wanted` in the request: a list of ids, which makes a request of its own, or
   * one id, which shares a request with others of the tick. Returns a function to be called at the
   * end of the call, if the request may serve the call.
   */
  tryStart(
    wanted: unknown,
    options: { readonly avatarHr?: boolean | undefined },
  ): (() => void) | undefined;

  /**
   * Resolves when the request has been sent, unless it still lacks a token. Loading keeps the main
   * thread busy, so it starts afterwards.
   */
  dispatched(): Promise<void>;

  /**
   * A promise of the request's handover or end; `undefined` if there is none to wait for. Until
   * then, further ids would change the module's request.
   */
  done(): Promise<void> | undefined;

  /**
   * Aborts the request if it is in flight and includes one of `ids`, or for any ids without them:
   * its response may be out of date. The module sends another one.
   */
  cancel(ids?: readonly unknown[]): void;

  /** Hands over the request if it is this one; aborts it if the module requests other users. */
  takeEarlyRequest(url: string, form: string): SentForm | undefined;

  /** Requests a token from the application, or hands over the one already requested. */
  getToken(reason: TokenRequest["reason"]): Promise<Token>;
}

const METHOD = "im.user.list.get";
// More ids are several commands of a batch.
const MAX_IDS = 50;
// Hosts and tokens that the request contains verbatim; hosts of this machine are for tests.
const ORIGIN =
  /^(?:https:\/\/(?!oauth\.)(?:[a-z\d]+[.-])*[a-z\d]+\.[a-z]+|http:\/\/(?:localhost|127\.0\.0\.1):[1-9]\d{3,4})$/;
const TOKEN = /^[\w.-]+$/;
// The same as in src/bindings/fetch/request.rs, which explains them.
const OPTIONS = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "manual" } as const;
const HEADERS = { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };

/**
 * Creates the early request of a client, for calls that start before the module is loaded.
 *
 * @param requestToken Requests a token from the application.
 * @param optionsRef The client's options. A call in flight retains them.
 * @param acquire Whether no other client of the page has sent an early request. Called right before
 * sending, so that a request that has to wait for the module does not use up that of the page.
 */
export function createEarlyRequest(
  requestToken: (reason: TokenRequest["reason"]) => Promise<Token>,
  optionsRef: Ref<EarlyRequestOptions>,
  acquire: () => boolean,
): EarlyRequest {
  let wantedIds: unknown[] = [];
  let ids: number[] | undefined;
  let callers = 0;
  // Whether single ids of the tick are still being collected.
  let isCollecting = false;
  let dispatched: Promise<void> | undefined;
  let token: Promise<Token> | undefined;
  let request: SentForm | undefined;
  let finished: Promise<void> | undefined;
  let finish: () => void;

  const start = (isList: boolean) => {
    isCollecting = !isList;
    finished = new Promise((resolve) => {
      finish = () => {
        finished = undefined;
        resolve();
      };
    });
    // In a microtask: other calls of the tick add their ids.
    dispatched = Promise.resolve().then(() => {
      const options = optionsRef.deref() as EarlyRequestOptions;
      isCollecting = false;
      ids = plainIds(wantedIds);
      if (!ids) return finish();
      if (options.auth.accessToken) return send(options.auth as Token);
      const requested = requestToken("initial");
      token = requested;
      // If the module has the promise already, it gets the token at the same time.
      requested
        .then((received) => {
          if (requested === token) send(received);
        })
        .catch(finish);
    });
  };

  const send = ({ accessToken, portal }: Token) => {
    const options = optionsRef.deref() as EarlyRequestOptions;
    const origin = originOf(portal ?? options.portal);
    const isPlain = ORIGIN.test(origin) && TOKEN.test(accessToken);
    if (callers === 0 || !isPlain || !acquire()) return finish();
    const form = `ID=[${ids}]&auth=${accessToken}`;
    try {
      request = sendForm(options.fetch ?? fetch, `${origin}/rest/${METHOD}`, form);
    } catch {
      // The module finds out which options this runtime accepts.
      finish();
    }
  };

  const handOver = () => {
    const sent = request;
    request = undefined;
    finish();
    return sent;
  };

  const release = () => {
    callers -= 1;
    if (callers > 0) return;
    token = undefined;
    abort(handOver());
  };

  return {
    tryStart(wanted, { avatarHr }) {
      const isList = Array.isArray(wanted);
      const options = optionsRef.deref() as EarlyRequestOptions;
      if (dispatched) {
        if (isList || !isCollecting) return undefined;
        // Single ids are checked together: the module requests those of a tick in one request.
      } else if ((isList && (avatarHr || !plainIds(wanted))) || !hasPlainOptions(options)) {
        return undefined;
      } else {
        start(isList);
      }
      wantedIds = wantedIds.concat(wanted);
      callers += 1;
      return release;
    },

    async dispatched() {
      return dispatched;
    },

    done: () => finished,

    cancel(changed) {
      const isAffected = (id: number) =>
        changed?.some((entry) => entry === id || entry === `${id}`);
      if (request && (!changed || ids?.some(isAffected))) abort(handOver());
    },

    takeEarlyRequest(url, form) {
      if (!request || !url.endsWith(METHOD)) return undefined;
      const sent = handOver() as SentForm;
      if (sent.url === url && sent.form === form) return sent;
      abort(sent);
      return undefined;
    },

    getToken(reason) {
      const requested = reason === "initial" ? token : undefined;
      token = undefined;
      if (!requested) return requestToken(reason);
      if (!request) finish();
      return requested;
    },
  };
}

/** Sends a form. Throws if this runtime rejects an option. */
function sendForm(fetch: FetchForm, url: string, form: string): SentForm {
  const controller = new AbortController();
  const options = { ...OPTIONS, signal: controller.signal };
  if (typeof Request === "function") new Request("https://example.bitrix24.com/", options);
  const response = (async () =>
    fetch(url, { ...options, method: "POST", headers: HEADERS, body: form }))();
  // A rejection is for the module.
  response.catch(() => {});
  return { url, form, response, controller };
}

/** Aborts a request that was not handed over. A `fetch` that ignores the signal still responds. */
function abort(sent: SentForm | undefined): void {
  sent?.controller.abort();
  discardBody(sent?.response).catch(() => {});
}

/** The ids without duplicates, if all are plain and fit into one request. */
function plainIds(wanted: readonly unknown[]): number[] | undefined {
  const ids = [...new Set(wanted)] as number[];
  const isPlain = ids.every((id) => Number.isSafeInteger(id) && id > 0);
  return isPlain && ids.length > 0 && ids.length <= MAX_IDS ? ids : undefined;
}

/** Whether no option changes the first request. */
function hasPlainOptions({ auth, limits, coalesceMs }: EarlyRequestOptions): boolean {
  const hasDefaultLimits = Object.values(limits).every((limit) => limit === undefined);
  return !auth.webhook && !coalesceMs && hasDefaultLimits;
}

function originOf(portal = ""): string {
  return portal.includes("://") ? portal : `https://${portal}`;
}
