// `useB24Users`, which gives components the client, in Vue 3, React 18 and React 19.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { App } from "../package/support/app.mjs";
import { bundle, FRAMEWORKS } from "./support/bundle.mjs";

let app;
before(() => (app = new App()));
after(() => app.remove());

const BANNER = {
  js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
};
const MESSAGES = {
  "vue-client.js": /^No client for useB24Users: call app\.use\(b24Users\(client\)\)/,
  "react-client.jsx": /^No <B24UsersProvider> above useB24Users: wrap the app in </,
};

for (const [name, { folder }] of Object.entries(FRAMEWORKS)) {
  const source = name.startsWith("Vue") ? "vue-client.js" : "react-client.jsx";

  test(`${name}: components get the client, or an error with the remedy`, async (context) => {
    // Vue warns of the error that is tested.
    context.mock.method(console, "warn", () => {});
    const options = { folder, packages: app.folder, platform: "node", banner: BANNER };
    const file = app.write(`${name.replace(" ", "-")}.mjs`, await bundle(source, options));
    const { render, renderAlone } = await import(pathToFileURL(file).href);
    const client = { loadUser: async () => null, invalidate() {} };
    let received;
    await render(client, (given) => (received = given));
    assert.equal(received, client);
    await assert.rejects(async () => renderAlone(), { message: MESSAGES[source] });
  });
}
