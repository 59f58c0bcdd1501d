// Messages of deadline errors.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";

let app, createClient, slim;
before(async () => {
  app = new App();
  ({ createClient } = await app.import());
  slim = await app.import("b24-users/slim");
});
after(() => app.remove());

const OPTIONS = {
  portal: "example.bitrix24.com",
  auth: "t",
  fetch: () => new Promise(() => {}),
};
const ids = Array.from({ length: 12 }, (_, index) => index + 1);

test("the error contains the deadline and the progress of the call", async () => {
  const ofClient = createClient({ ...OPTIONS, deadlineMs: 60 });
  const ofCall = createClient(OPTIONS);
  await ofCall.ready;
  const users = "0 of 12 users had arrived";
  for (const { call, message } of [
    {
      call: () => ofCall.getUsers(ids, { deadlineMs: 50 }),
      message: `Not finished within 50 ms (\`deadlineMs\`): ${users}`,
    },
    {
      call: () => ofClient.getUsers(ids),
      message: `Not finished within 60 ms (the client's \`deadlineMs\`): ${users}`,
    },
    {
      call: () => ofCall.getStatus({ deadlineMs: 50 }),
      message: "Not finished within 50 ms (`deadlineMs`)",
    },
    {
      call: () => ofCall.call("a", {}, { deadlineMs: 50 }),
      message: "Not finished within 50 ms (`deadlineMs`)",
    },
  ]) {
    await assert.rejects(call(), { code: "DEADLINE_EXCEEDED", retryable: true, message });
  }
});

test("the error names the module if it is still loading at the deadline", async () => {
  slim.init(new Promise(() => {})).catch(() => {});
  const b24 = slim.createClient({ ...OPTIONS, deadlineMs: 20 });
  await assert.rejects(b24.getUsers(ids), {
    code: "DEADLINE_EXCEEDED",
    message: "Not finished within 20 ms (`deadlineMs`): the module was still loading",
  });
});
