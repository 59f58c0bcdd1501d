// A chat's people, and the own status.
import assert from "node:assert/strict";

export const CHATS = [
  ["the people of a chat, in one request", showsChat],
  ["a closed chat is an error", tellsOfClosedChat],
  ["the own status is told and set", setsStatus],
  ["a status that cannot be had is told", tellsOfNoStatus],
];

async function showsChat({ demo, log }) {
  await demo.open();
  await demo.preset("A chat");
  await log.clear();
  await demo.ask();
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

async function tellsOfClosedChat({ demo }) {
  await demo.open();
  await demo.ids.fill("chat13");
  await demo.ask();
  const text = await demo.alert.innerText();
  assert.match(text, /The portal refuses/);
  assert.match(text, /code: ACCESS_ERROR/);
}

async function setsStatus({ demo }) {
  await demo.open();
  const { pressed, told } = await demo.ownStatus("Do not disturb");
  assert.deepEqual(pressed, ["Do not disturb"]);
  assert.match(told, /, user 1: Do not disturb\.$/);
  await demo.open();
  assert.deepEqual((await demo.ownStatus("Which is it?")).pressed, ["Do not disturb"]);
  assert.deepEqual((await demo.ownStatus("Online")).pressed, ["Online"]);
}

async function tellsOfNoStatus({ demo, portal }) {
  await demo.open();
  await demo.token.fill(portal.expiredToken);
  const { pressed, told } = await demo.ownStatus("Which is it?");
  assert.deepEqual(pressed, []);
  assert.match(told, /\(expired_token\)$/);
}
