// `initialsOf`, `textColorOn` and `isChat`.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";

let app, initialsOf, textColorOn, isChat, createClient;
before(async () => {
  app = new App();
  ({ initialsOf, textColorOn, isChat, createClient } = await app.import());
});
after(() => app.remove());

test("initials are of first and last name, else of the name", () => {
  for (const [user, initials] of [
    [{ firstName: "Emily", lastName: "Smith", name: "Emily Smith" }, "ES"],
    [{ firstName: "élodie", lastName: null, name: "x" }, "É"],
    [{ firstName: null, lastName: null, name: "Robot number  seven" }, "RN"],
    [{ firstName: "«Анна»", lastName: "-Ли" }, "АЛ"],
    [{ name: "***" }, "?"],
    [{}, "?"],
  ]) {
    assert.equal(initialsOf(user), initials);
  }
});

test("text on a colour is black or white", () => {
  for (const [color, text] of [
    ["#ffffff", "#000"],
    ["#000000", "#fff"],
    ["#df532d", "#000"],
    [null, "inherit"],
    [undefined, "inherit"],
    ["", "inherit"],
  ]) {
    assert.equal(textColorOn(color), text, color);
  }
});

test("isChat accepts what the client accepts", async () => {
  const fetch = async () => ({ status: 200, text: async () => '{"result":[]}' });
  const b24 = createClient({ portal: "example.bitrix24.com", auth: "t", fetch });
  for (const value of [
    ...[12, 2 ** 53 - 1, "chat12", "sg7", "crm3", "chat9007199254740991"],
    ...[0, -1, 4.5, NaN, 2 ** 53, "", "12", "chat", "chat0", "chat012", "chat12x", "CHAT12"],
    ...["sg-7", "chat 12", "user4", "chat9007199254740992", "chat12\n", null, undefined, {}, [12]],
  ]) {
    const { code } = await b24.getChatUserIds(value).catch((error) => error);
    assert.equal(isChat(value), code !== "INVALID_CHAT", JSON.stringify(value));
  }
});
