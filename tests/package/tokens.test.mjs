// `getToken`: how often an application is asked.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";

let app, createClient;
before(async () => {
  app = new App();
  ({ createClient } = await app.import());
});
after(() => app.remove());

const fetch = async () => Response.json({ result: true });
const client = (getToken, options) => createClient({ portal: "example.bitrix24.com", auth: { getToken }, fetch, ...options });

test("a token that is being fetched is waited for by others when its caller gives up", async () => {
  const asked = [];
  const b24 = client(({ reason }) => new Promise((resolve) => asked.push({ reason, resolve })));
  await b24.ready;
  const controller = new AbortController();
  const leaving = b24.call("app.info", {}, { signal: controller.signal });
  const staying = b24.call("app.info");
  while (asked.length === 0) await new Promise(setImmediate);
  controller.abort();
  await assert.rejects(leaving, { code: "ABORTED" });
  await new Promise((resolve) => setTimeout(resolve, 20));
  asked[0].resolve("token");
  assert.equal((await staying).result, true);
  assert.deepEqual(asked.map(({ reason }) => reason), ["initial"]);
});

test("one that never comes, or is refused, is asked for again by the next call", async () => {
  const answers = [() => new Promise(() => {}), () => Promise.reject(new Error("signed out")), () => "token"];
  let asked = 0;
  const b24 = client(() => answers[asked++](), { requestTimeoutMs: 50 });
  for (const message of [/no token within 50 ms/, /getToken` failed/]) {
    await assert.rejects(b24.call("app.info"), { code: "TOKEN_UNAVAILABLE", message });
  }
  assert.equal((await b24.call("app.info")).result, true);
  assert.equal(asked, 3);
});
