// The members of a chat, and the own status.
import assert from "node:assert/strict";

export const CHATS = [
  ["the members of a chat, in one request", showsChat],
  ["a closed chat is an error", showsClosedChat],
  ["the own status is shown and set", setsStatus],
  ["a failed request for the status is shown", showsFailedStatus],
];

async function showsChat({ demo, log }) {
  await demo.open();
  await demo.preset("A chat");
  await log.clear();
  await demo.submit();
  assert.deepEqual(
    (await demo.users()).map(({ id }) => id),
    [1, 4, 5, 17, 61, 72, 74, 90, 105, 106, 107, 108],
  );
  assert.deepEqual(
    (await log.entries()).map(({ method }) => method),
    ["batch"],
  );
  assert.match(
    await demo.page.locator("#source").innerText(),
    /b24\.getChatUsers\("chat12", \{ signal, onProgress \}\)/,
  );
}

async function showsClosedChat({ demo }) {
  await demo.open();
  await demo.ids.fill("chat13");
  await demo.submit();
  const text = await demo.alert.innerText();
  assert.match(text, /The portal refused the request/);
  assert.match(text, /code: ACCESS_ERROR/);
}

async function setsStatus({ demo }) {
  await demo.open();
  const { pressed, text } = await demo.ownStatus("Do not disturb");
  assert.deepEqual(pressed, ["Do not disturb"]);
  assert.match(text, /, user 1: Do not disturb\.$/);
  await demo.open();
  assert.deepEqual((await demo.ownStatus("Show status")).pressed, ["Do not disturb"]);
  assert.deepEqual((await demo.ownStatus("Online")).pressed, ["Online"]);
}

async function showsFailedStatus({ demo, portal }) {
  await demo.open();
  await demo.token.fill(portal.expiredToken);
  const { pressed, text } = await demo.ownStatus("Show status");
  assert.deepEqual(pressed, []);
  assert.match(text, /\(expired_token\)$/);
}
