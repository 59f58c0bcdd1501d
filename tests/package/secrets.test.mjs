// Searches everything that is reachable after calls for the secret: with every form of auth, and
// for every failure.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { App, ENTRY } from "./support/app.mjs";
import { encodingsOf, reachableStrings, captureConsole } from "./support/reachable-strings.mjs";

let app, api, slim;
before(async () => {
  app = new App();
  api = await app.import();
  slim = await app.import("b24-users/slim");
});
after(() => app.remove());

// The token contains characters that forms, URLs and quotes encode. A webhook's code consists of
// letters and digits.
const TOKEN = "k7-ca.na/ry=9+token";
const CODE = "k7canary9code";
const WEBHOOK = `https://example.bitrix24.com/rest/1/${CODE}/`;
const portal = "example.bitrix24.com";
// Raised limits, since all clients here share one bucket.
const limits = { burst: 1e5, perSecond: 1e9 };
const inOneHour = () => Date.now() + 3_600_000;

/**
 * Per form of auth: the secret, and the options that contain it.
 *
 * @type {Record<string, [secret: string, options: () => object]>}
 */
const AUTH_FORMS = {
  "a token": [TOKEN, () => ({ portal, auth: TOKEN })],
  "a token with its expiry": [
    TOKEN,
    () => ({ portal, auth: { accessToken: TOKEN, expiresAt: inOneHour() } }),
  ],
  "a webhook": [CODE, () => ({ auth: { webhook: WEBHOOK } })],
  getToken: [TOKEN, () => ({ portal, auth: { getToken: () => TOKEN } })],
  fromBX24: [
    TOKEN,
    () => {
      const auth = {
        access_token: TOKEN,
        refresh_token: "r",
        expires_in: inOneHour(),
        domain: portal,
        member_id: "m",
      };
      return api.fromBX24({
        init: (callback) => callback(),
        getAuth: () => auth,
        refreshAuth: (callback) => callback(auth),
      });
    },
  ],
  fromB24Frame: [
    TOKEN,
    () => {
      const auth = {
        access_token: TOKEN,
        refresh_token: "r",
        expires: inOneHour() / 1000,
        expires_in: 3600,
        domain: portal,
      };
      return api.fromB24Frame({
        getTargetOrigin: () => `https://${portal}`,
        auth: { getAuthData: () => auth, refreshAuth: async () => auth },
      });
    },
  ],
};

const respond = (status, body) => async () => ({
  status,
  text: async () => (typeof body === "string" ? body : JSON.stringify(body)),
});
const throwing = (createError) => async (url, init) => {
  throw createError(url, init);
};

/** The responses and failures of a portal that repeats the secret wherever possible. */
function failures(secret) {
  const repeated = `${secret} ${encodeURIComponent(secret)} ${new URLSearchParams({ auth: secret })}`;
  const codes = [
    ...readFileSync(new URL("../../docs/spec.toml", import.meta.url), "utf8").matchAll(
      /id = "error\.([^".]+)/g,
    ),
  ].map(([, code]) => code);
  assert.ok(codes.length > 30, "the spec contains the codes");
  const statuses = [401, 200, 400, 503];
  const byCode = codes.map((code, number) => {
    const body = {
      error: code,
      error_description: repeated,
      argument: secret,
      extended_error: { secret },
    };
    return [code, respond(statuses[number % statuses.length], body)];
  });
  return [
    ...byCode,
    ["a code that is the secret", respond(400, { error: secret, error_description: "" })],
    ["an HTML page", respond(502, `<html>${repeated}`)],
    ["a truncated response", respond(200, `{"result":{"4":{"id":4,"name":"${secret}`)],
    ["an invalid id as a key", respond(200, { result: { [secret]: {} } })],
    ["a result of another kind", respond(200, { result: secret })],
    [
      "a batch with failed commands",
      respond(200, {
        result: {
          result: [],
          result_error: { c0: { error: secret, error_description: repeated } },
        },
      }),
    ],
    ["a redirect", respond(302, "")],
    [
      "a followed redirect",
      async () => ({ status: 200, redirected: true, url: secret, text: async () => secret }),
    ],
    [
      "a network error",
      throwing((url, init) =>
        Object.assign(
          new TypeError(`${url} ${init.body}`, { cause: new Error(`${repeated} ${url}`) }),
          { url, init, [Symbol(secret)]: secret },
        ),
      ),
    ],
    [
      "a thrown status",
      throwing((url, init) =>
        Object.assign(new Error(`Request failed with status code 401: POST ${url} ${init.body}`), {
          response: { status: 401 },
        }),
      ),
    ],
    [
      "a thrown status with the response",
      throwing((url, init) =>
        Object.assign(new Error(`${url} ${init.body}`), {
          response: {
            status: 400,
            data: { error: { code: secret, message: `${repeated} ${url}` } },
          },
        }),
      ),
    ],
    [
      "an error of REST v3",
      respond(400, {
        error: {
          code: secret,
          message: repeated,
          validation: [{ message: secret, field: secret }],
        },
      }),
    ],
    [
      "an error of an ajax action",
      respond(200, {
        status: "error",
        data: null,
        errors: [{ code: secret, message: repeated, customData: secret }],
      }),
    ],
    ["a thrown string", throwing((url, init) => `${url} ${init.body} ${repeated}`)],
    ["no response", async () => secret],
    [
      "a body that fails",
      async (url) => ({ status: 200, text: () => Promise.reject(new Error(url + secret)) }),
    ],
  ];
}

/** @type {((client: any) => Promise<unknown>)[]} */
const CALLS = [
  (b24) => b24.getUsers([4]),
  (b24) => b24.getUsers(Array.from({ length: 60 }, (_, index) => index + 1)),
  (b24) => b24.streamUsers([4]).next(),
  (b24) => b24.loadUser(4),
  (b24) => b24.getUser(4),
  (b24) => b24.getStatus(),
];

/** The error of a call. */
const caught = (promise) =>
  promise.then(
    () => assert.fail("should have been rejected"),
    (error) => error,
  );

function assertAbsent(secret, where, ...values) {
  for (const text of reachableStrings(...values)) {
    for (const encoded of encodingsOf(secret))
      assert.ok(!text.includes(encoded), `${where}: ${text.slice(0, 500)}`);
  }
}

for (const [auth, [secret, options]] of Object.entries(AUTH_FORMS)) {
  test(`${auth}: failures of the portal and the network`, async (context) => {
    await captureConsole(context, async (printed) => {
      for (const [name, fetch] of failures(secret)) {
        const events = [];
        for (const call of CALLS) {
          // A new client per call, with a deadline, since some responses block a client's further
          // requests for minutes.
          const b24 = api.createClient({
            ...options(),
            fetch,
            retries: 0,
            limits,
            deadlineMs: 20_000,
            onEvent: (event) => events.push(event),
          });
          // A string is a valid result of `getStatus`, and is returned as it is.
          const error = await call(b24).then(
            () => null,
            (error) => error,
          );
          assert.ok(api.isB24Error(error) || name === "a result of another kind", String(name));
          assertAbsent(secret, `${auth}, ${name}`, error, b24, b24.stats());
        }
        assertAbsent(secret, `${auth}, ${name}`, events, printed);
      }
    });
  });

  test(`${auth}: arbitrary field values`, async (context) => {
    await captureConsole(context, async (printed) => {
      const values = [
        secret,
        `${"x".repeat(70)}${secret}`,
        secret.repeat(300),
        { src: `/rest/download.json?auth=${encodeURIComponent(secret)}`, [secret]: secret },
        [btoa(`x:${secret}`)],
      ];
      for (const value of values) {
        const record = {
          id: 4,
          extra: secret,
          avatar: value,
          active: value,
          departments: [value],
          website: `javascript:${secret}`,
          birthday: value,
          phones: value,
          [secret]: 1,
        };
        // User 6 fails, which causes retries, splits and failed ids.
        const failure = { error: secret, error_description: secret };
        const lookUp = (query) => {
          const ids = JSON.parse(new URLSearchParams(query).get("ID"));
          if (!Array.isArray(ids)) return { result: record };
          if (ids.includes(6)) return failure;
          return {
            result: Object.fromEntries(ids.map((id) => [id, id === 5 ? null : { ...record, id }])),
          };
        };
        const fetch = async (_url, { body }) => {
          const response = lookUp(body);
          const status = response === failure ? 500 : 200;
          return new Response(JSON.stringify(response), { status });
        };
        const [events, progress] = [[], []];
        const b24 = api.createClient({
          ...options(),
          fetch,
          retries: 1,
          limits,
          onEvent: (event) => events.push(event),
        });
        const list = await b24.getUsers([4, 5, 6, 7], {
          partial: true,
          onProgress: (update) => progress.push(update),
        });
        const parts = [];
        for await (const part of b24.streamUsers([4, 5], {
          fresh: true,
          onProgress: (update) => progress.push(update),
        }))
          parts.push(part);
        await b24.getUser(4);
        const error = await caught(
          b24.getUsers([4, 5, 6], { fresh: true, onProgress: (update) => progress.push(update) }),
        );
        const rest = ({ users, ...rest }) => rest;
        assert.ok(
          list.issues.length > 4 && list.failed.length === 1 && error.result.issues.length > 4,
        );
        assert.ok(
          ["request", "response", "retry", "split", "issue"].every((type) =>
            events.some((event) => event.type === type),
          ),
        );
        assertAbsent(
          secret,
          `${auth}: ${JSON.stringify(value)}`,
          events,
          progress,
          printed,
          rest(list),
          parts.map(rest),
          { ...error, result: rest(error.result) },
          error.toJSON().failed,
          b24.stats(),
        );
        // Users are the portal's data and are not redacted.
        assert.equal(list.users[0].extra.extra, secret);
      }
    });
  });

  test(`${auth}: failures caused by the caller`, async (context) => {
    await captureConsole(context, async (printed) => {
      const hang = () => new Promise(() => {});
      const b24 = (more) => api.createClient({ ...options(), retries: 0, limits, ...more });
      // The client learns the token of `getToken` in its first call.
      const known = b24({ fetch: respond(200, { result: { 4: null } }) });
      await known.getUsers([4]);
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 20);
      const errors = [
        await caught(b24({ fetch: hang, requestTimeoutMs: 20 }).getUsers([4])),
        await caught(b24({ fetch: hang }).getUsers([4], { deadlineMs: 20 })),
        await caught(b24({ fetch: hang }).getUsers([4], { signal: controller.signal })),
        await caught(known.getUsers([secret, `x${secret}`, { secret }, WEBHOOK])),
        await caught(known.getUser(secret)),
        await caught(known.setStatus(secret)),
        await caught(known.getUsers([4], { signal: secret, partial: secret })),
      ];
      const closed = b24({ fetch: hang });
      closed.close();
      errors.push(await caught(closed.getUsers([4])));
      assert.deepEqual(
        errors.map(({ code }) => code),
        [
          "REQUEST_TIMEOUT",
          "DEADLINE_EXCEEDED",
          "ABORTED",
          "INVALID_ID",
          "INVALID_ID",
          "STATUS_ERROR",
          "INVALID_OPTIONS",
          "CLOSED",
        ],
      );
      assertAbsent(secret, auth, ...errors, closed, printed);
    });
  });
}

test("failures of getToken", async (context) => {
  await captureConsole(context, async (printed) => {
    const expired = respond(401, { error: "expired_token", error_description: TOKEN });
    const quoting = (reason) =>
      new Error(`cannot refresh ${TOKEN} (${encodeURIComponent(TOKEN)}): ${reason}`, {
        cause: new Error(TOKEN),
      });
    const sources = [
      ({ reason }) => {
        if (reason === "expired") throw quoting(reason);
        return TOKEN;
      },
      ({ reason }) =>
        reason === "expired" ? Promise.reject(quoting(reason)) : { accessToken: TOKEN, portal },
      ({ reason }) =>
        reason === "expired"
          ? { accessToken: TOKEN, portal: `https://${TOKEN}@example.com` }
          : TOKEN,
      ({ reason }) => (reason === "expired" ? { access_token: TOKEN } : TOKEN),
      () => ({ accessToken: TOKEN, portal: `https://example.bitrix24.com/${TOKEN}` }),
      () => ({ accessToken: TOKEN, portal: `https://example.bitrix24.com?auth=${TOKEN}` }),
    ];
    for (const [number, getToken] of sources.entries()) {
      const b24 = api.createClient({ portal, auth: { getToken }, fetch: expired, retries: 0 });
      const errors = await Promise.all([caught(b24.getUsers([4])), caught(b24.getUser(5))]);
      assertAbsent(TOKEN, `source ${number}`, ...errors, printed, b24);
    }
  });
});

test("invalid options and addresses", async (context) => {
  await captureConsole(context, async (printed) => {
    const invalid = [
      { portal: TOKEN, auth: { getToken: TOKEN } },
      { portal, auth: { accessToken: TOKEN, expiresAt: TOKEN } },
      { portal, auth: { accessToken: TOKEN, webhook: WEBHOOK } },
      { portal, auth: [TOKEN] },
      { auth: TOKEN },
      { portal, auth: TOKEN, fetch: TOKEN, limits: { burst: TOKEN } },
      {
        auth: TOKEN,
        get portal() {
          throw new RangeError(TOKEN);
        },
      },
      {
        portal,
        auth: {
          get accessToken() {
            throw new Error(TOKEN);
          },
        },
      },
    ];
    const errors = invalid.map((options) => {
      try {
        return assert.fail(api.createClient(options));
      } catch (error) {
        assert.equal(error.code, "INVALID_OPTIONS");
        return error;
      }
    });
    const fetch = () => assert.fail("sent");
    for (const options of [
      { portal: WEBHOOK, auth: TOKEN },
      { portal: `https://${TOKEN}:${CODE}@example.bitrix24.com`, auth: TOKEN },
      { portal: `https://example.bitrix24.com/?auth=${TOKEN}`, auth: TOKEN },
      { auth: { webhook: `${WEBHOOK}profile.json?auth=${TOKEN}` } },
      { auth: { webhook: `http://example.bitrix24.com/rest/1/${CODE}/` } },
      { auth: { webhook: CODE } },
    ]) {
      errors.push(await caught(api.createClient({ ...options, fetch }).getUsers([4])));
      assert.equal(errors.at(-1).code, "INVALID_PORTAL");
    }
    for (const secret of [TOKEN, CODE]) assertAbsent(secret, "invalid options", ...errors, printed);
  });
});

test("a module that cannot be loaded", async () => {
  await assert.rejects(slim.init(Promise.reject(new Error("no such file"))), {
    code: "LOAD_FAILED",
  });
  const b24 = slim.createClient({ portal, auth: TOKEN });
  const error = await caught(b24.getUsers([4]));
  assert.equal(error.kind, "load");
  assertAbsent(
    TOKEN,
    "a module that cannot be loaded",
    error,
    b24,
    b24.ready.catch((error) => error),
  );
});

test("a module that traps", () => {
  // Runs in a new process, since the trap is also an uncaught exception. It is caused by a failure
  // of TextDecoder.
  for (const [secret, options] of [
    [TOKEN, { portal, auth: TOKEN }],
    [CODE, { auth: { webhook: WEBHOOK } }],
  ]) {
    const printed = app.run(
      "panic.mjs",
      `import { createClient } from "${ENTRY}";
import { reachableStrings } from ${JSON.stringify(import.meta.resolve("./support/reachable-strings.mjs"))};
const { prototype } = TextDecoder;
const { decode } = prototype;
const failOnce = () => (prototype.decode = () => { prototype.decode = decode; throw new Error("out of order"); });
const fetch = async () => ({ status: 200, text: async () => (failOnce(), '{"result":{"4":{"id":4,"name":"A"}}}') });
process.on("uncaughtException", (error) => console.log(reachableStrings(error).join("\\n")));
const b24 = createClient({ ...${JSON.stringify(options)}, fetch });
const error = await b24.getUsers([4]).catch((error) => error);
console.log(error.code, reachableStrings(error, b24, b24.stats()).join("\\n"));
process.exit();`,
    );
    assert.match(printed, /^PANIC /m);
    assertAbsent(secret, "a module that traps", printed);
  }
});

test("the search finds hidden properties", () => {
  const hidden = Object.defineProperty(
    new Error("x", {
      cause: new Map([
        [
          1,
          {
            // biome-ignore lint/complexity/noStaticOnlyClass: the search must see static members.
            [Symbol("s")]: class {
              static at = TOKEN;
            },
          },
        ],
      ]),
    }),
    "y",
    { enumerable: false, value: 1 },
  );
  assert.throws(() => assertAbsent(TOKEN, "hidden", hidden), /hidden/);
  class Base {
    get token() {
      return TOKEN;
    }
  }
  assert.throws(() => assertAbsent(TOKEN, "inherited", new (class extends Base {})()), /inherited/);
  assert.doesNotThrow(() =>
    assertAbsent(TOKEN, "closures", {
      call: (
        (token) => () =>
          token.length
      )(TOKEN),
    }),
  );
});
