// Every way in, every failure, and a search of all that can be reached afterwards for the secret.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { App, ENTRY } from "./support/app.mjs";
import { formsOf, textsIn, withConsole } from "./support/reach.mjs";

let app, api, slim;
before(async () => {
  app = new App();
  api = await app.import();
  slim = await app.import("b24-users/slim");
});
after(() => app.remove());

// With what forms, addresses and quotes write in their own ways; a webhook's code is letters and
// digits.
const TOKEN = "k7-ca.na/ry=9+token";
const CODE = "k7canary9code";
const WEBHOOK = `https://example.bitrix24.com/rest/1/${CODE}/`;
const portal = "example.bitrix24.com";
// All clients here share one bucket, and this is not about it.
const limits = { burst: 1e5, perSecond: 1e9 };
const moment = () => Date.now() + 3_600_000;

/**
 * The secret, and the options that have it.
 *
 * @type {Record<string, [secret: string, options: () => object]>}
 */
const WAYS = {
  "a token": [TOKEN, () => ({ portal, auth: TOKEN })],
  "a token with its expiry": [
    TOKEN,
    () => ({ portal, auth: { accessToken: TOKEN, expiresAt: moment() } }),
  ],
  "a webhook": [CODE, () => ({ auth: { webhook: WEBHOOK } })],
  getToken: [TOKEN, () => ({ portal, auth: { getToken: () => TOKEN } })],
  fromBX24: [
    TOKEN,
    () => {
      const auth = {
        access_token: TOKEN,
        refresh_token: "r",
        expires_in: moment(),
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
        expires: moment() / 1000,
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

const answer = (status, body) => async () => ({
  status,
  text: async () => (typeof body === "string" ? body : JSON.stringify(body)),
});
const thrown = (make) => async (url, init) => {
  throw make(url, init);
};

/** The responses and failures of a portal that repeats the secret wherever it can. */
function failures(secret) {
  const repeated = `${secret} ${encodeURIComponent(secret)} ${new URLSearchParams({ auth: secret })}`;
  const codes = [
    ...readFileSync(new URL("../../docs/spec.toml", import.meta.url), "utf8").matchAll(
      /id = "error\.([^".]+)/g,
    ),
  ].map(([, code]) => code);
  assert.ok(codes.length > 30, "the codes of the spec are found");
  const statuses = [401, 200, 400, 503];
  const byCode = codes.map((code, number) => {
    const body = {
      error: code,
      error_description: repeated,
      argument: secret,
      extended_error: { secret },
    };
    return [code, answer(statuses[number % statuses.length], body)];
  });
  return [
    ...byCode,
    ["a code that is the secret", answer(400, { error: secret, error_description: "" })],
    ["a page", answer(502, `<html>${repeated}`)],
    ["half an answer", answer(200, `{"result":{"4":{"id":4,"name":"${secret}`)],
    ["a key that is no id", answer(200, { result: { [secret]: {} } })],
    ["a result of another kind", answer(200, { result: secret })],
    [
      "a batch of failures",
      answer(200, {
        result: {
          result: [],
          result_error: { c0: { error: secret, error_description: repeated } },
        },
      }),
    ],
    ["a redirect", answer(302, "")],
    [
      "a followed redirect",
      async () => ({ status: 200, redirected: true, url: secret, text: async () => secret }),
    ],
    [
      "no network",
      thrown((url, init) =>
        Object.assign(
          new TypeError(`${url} ${init.body}`, { cause: new Error(`${repeated} ${url}`) }),
          { url, init, [Symbol(secret)]: secret },
        ),
      ),
    ],
    [
      "a status thrown",
      thrown((url, init) =>
        Object.assign(new Error(`Request failed with status code 401: POST ${url} ${init.body}`), {
          response: { status: 401 },
        }),
      ),
    ],
    [
      "a status thrown with the response",
      thrown((url, init) =>
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
      answer(400, {
        error: {
          code: secret,
          message: repeated,
          validation: [{ message: secret, field: secret }],
        },
      }),
    ],
    [
      "an error of an ajax action",
      answer(200, {
        status: "error",
        data: null,
        errors: [{ code: secret, message: repeated, customData: secret }],
      }),
    ],
    ["a text thrown", thrown((url, init) => `${url} ${init.body} ${repeated}`)],
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

function assertUnseen(secret, where, ...values) {
  for (const text of textsIn(...values)) {
    for (const form of formsOf(secret))
      assert.ok(!text.includes(form), `${where}: ${text.slice(0, 500)}`);
  }
}

for (const [way, [secret, options]] of Object.entries(WAYS)) {
  test(`${way}: whatever the portal and the network do`, async (context) => {
    await withConsole(context, async (printed) => {
      for (const [name, fetch] of failures(secret)) {
        const events = [];
        for (const call of CALLS) {
          // A client of its own each: some answers make it wait for minutes before it asks again,
          // unless a deadline comes before.
          const b24 = api.createClient({
            ...options(),
            fetch,
            retries: 0,
            limits,
            deadlineMs: 20_000,
            onEvent: (event) => events.push(event),
          });
          // A text is a good answer to a question for a status, and the text is then the answer's.
          const error = await call(b24).then(
            () => null,
            (error) => error,
          );
          assert.ok(api.isB24Error(error) || name === "a result of another kind", String(name));
          assertUnseen(secret, `${way}, ${name}`, error, b24, b24.stats());
        }
        assertUnseen(secret, `${way}, ${name}`, events, printed);
      }
    });
  });

  test(`${way}: whatever arrives`, async (context) => {
    await withConsole(context, async (printed) => {
      const odd = [
        secret,
        `${"x".repeat(70)}${secret}`,
        secret.repeat(300),
        { src: `/rest/download.json?auth=${encodeURIComponent(secret)}`, [secret]: secret },
        [btoa(`x:${secret}`)],
      ];
      for (const value of odd) {
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
        // User 6 is refused, so that there are retries, splits and failures.
        const refusal = { error: secret, error_description: secret };
        const find = (query) => {
          const ids = JSON.parse(new URLSearchParams(query).get("ID"));
          if (!Array.isArray(ids)) return { result: record };
          if (ids.includes(6)) return refusal;
          return {
            result: Object.fromEntries(ids.map((id) => [id, id === 5 ? null : { ...record, id }])),
          };
        };
        const fetch = async (_url, { body }) => {
          const found = find(body);
          return new Response(JSON.stringify(found), { status: found === refusal ? 500 : 200 });
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
          onProgress: (news) => progress.push(news),
        });
        const parts = [];
        for await (const part of b24.streamUsers([4, 5], {
          fresh: true,
          onProgress: (news) => progress.push(news),
        }))
          parts.push(part);
        await b24.getUser(4);
        const lost = await caught(
          b24.getUsers([4, 5, 6], { fresh: true, onProgress: (news) => progress.push(news) }),
        );
        const rest = ({ users, ...rest }) => rest;
        assert.ok(
          list.issues.length > 4 && list.failed.length === 1 && lost.result.issues.length > 4,
        );
        assert.ok(
          ["request", "response", "retry", "split", "issue"].every((type) =>
            events.some((event) => event.type === type),
          ),
        );
        assertUnseen(
          secret,
          `${way}: ${JSON.stringify(value)}`,
          events,
          progress,
          printed,
          rest(list),
          parts.map(rest),
          { ...lost, result: rest(lost.result) },
          lost.toJSON().failed,
          b24.stats(),
        );
        // Users are the portal's data, and stay as they came.
        assert.equal(list.users[0].extra.extra, secret);
      }
    });
  });

  test(`${way}: whatever the caller does`, async (context) => {
    await withConsole(context, async (printed) => {
      const hang = () => new Promise(() => {});
      const b24 = (more) => api.createClient({ ...options(), retries: 0, limits, ...more });
      // A token that comes from elsewhere is known from the first call on.
      const known = b24({ fetch: answer(200, { result: { 4: null } }) });
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
      assertUnseen(secret, way, ...errors, closed, printed);
    });
  });
}

test("sources that fail", async (context) => {
  await withConsole(context, async (printed) => {
    const expired = answer(401, { error: "expired_token", error_description: TOKEN });
    const quoting = (reason) =>
      new Error(`cannot renew ${TOKEN} (${encodeURIComponent(TOKEN)}): ${reason}`, {
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
      assertUnseen(TOKEN, `source ${number}`, ...errors, printed, b24);
    }
  });
});

test("options and addresses that are refused", async (context) => {
  await withConsole(context, async (printed) => {
    const refused = [
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
    const errors = refused.map((options) => {
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
    for (const secret of [TOKEN, CODE]) assertUnseen(secret, "refused options", ...errors, printed);
  });
});

test("a module that cannot be loaded", async () => {
  await assert.rejects(slim.init(Promise.reject(new Error("no such file"))), {
    code: "LOAD_FAILED",
  });
  const b24 = slim.createClient({ portal, auth: TOKEN });
  const error = await caught(b24.getUsers([4]));
  assert.equal(error.kind, "load");
  assertUnseen(
    TOKEN,
    "a module that cannot be loaded",
    error,
    b24,
    b24.ready.catch((error) => error),
  );
});

test("a module that stops working", () => {
  // In a process of its own, since the trap ends up in nobody's hands. The engine's own
  // TextDecoder, which the module relies on, fails.
  for (const [secret, options] of [
    [TOKEN, { portal, auth: TOKEN }],
    [CODE, { auth: { webhook: WEBHOOK } }],
  ]) {
    const printed = app.run(
      "panic.mjs",
      `import { createClient } from "${ENTRY}";
import { textsIn } from ${JSON.stringify(import.meta.resolve("./support/reach.mjs"))};
const { prototype } = TextDecoder;
const { decode } = prototype;
const failOnce = () => (prototype.decode = () => { prototype.decode = decode; throw new Error("out of order"); });
const fetch = async () => ({ status: 200, text: async () => (failOnce(), '{"result":{"4":{"id":4,"name":"A"}}}') });
process.on("uncaughtException", (error) => console.log(textsIn(error).join("\\n")));
const b24 = createClient({ ...${JSON.stringify(options)}, fetch });
const error = await b24.getUsers([4]).catch((error) => error);
console.log(error.code, textsIn(error, b24, b24.stats()).join("\\n"));
process.exit();`,
    );
    assert.match(printed, /^PANIC /m);
    assertUnseen(secret, "a module that stops working", printed);
  }
});

test("the search finds what is hidden", () => {
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
  assert.throws(() => assertUnseen(TOKEN, "hidden", hidden), /hidden/);
  class Base {
    get told() {
      return TOKEN;
    }
  }
  assert.throws(() => assertUnseen(TOKEN, "inherited", new (class extends Base {})()), /inherited/);
  assert.doesNotThrow(() =>
    assertUnseen(TOKEN, "closures", {
      call: (
        (token) => () =>
          token.length
      )(TOKEN),
    }),
  );
});
