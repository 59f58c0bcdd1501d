// `websiteHref`: links from the website field of users.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App } from "./support/app.mjs";

let app, websiteHref;
before(async () => {
  app = new App();
  ({ websiteHref } = await app.import());
});
after(() => app.remove());

test("web addresses become links", () => {
  for (const [website, href] of [
    ["example.com", "https://example.com/"],
    [" example.com/a?b#c ", "https://example.com/a?b#c"],
    ["//example.com", "https://example.com/"],
    ["example.com:8080/x", "https://example.com:8080/x"],
    ["http://example.com", "http://example.com/"],
    ["HTTPS://Example.com", "https://example.com/"],
    ["https://localhost/x", "https://localhost/x"],
    ["пример.рф", "https://xn--e1afmkfd.xn--p1ai/"],
  ]) {
    assert.equal(websiteHref({ website }), href, website);
  }
});

test("other values do not become links", () => {
  for (const website of [
    null,
    "",
    "-",
    "n/a",
    "none yet",
    "mailto:a@example.com",
    "tel:12345",
    "ftp://example.com",
    "javascript:alert(1)",
    "ivan@example.com",
    "1.5",
    "n.a.",
    "\\\\server.local\\share",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "https://",
  ]) {
    assert.equal(websiteHref({ website }), null, String(website));
  }
});
