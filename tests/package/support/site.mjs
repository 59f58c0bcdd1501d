// An application with the packed package on a web server, and a browser, for a file of tests.
import { after, before } from "node:test";

import { App } from "./app.mjs";
import { launch } from "./browser.mjs";
import { serve } from "./serve.mjs";

/**
 * Sets up `app`, a server of its folder and of `pages`, and `browser`, for the tests of the calling
 * file. The properties of the returned site can be read in tests.
 *
 * @param {Parameters<typeof serve>[1]} pages
 * @param {(app: App) => Promise<void>} [prepare] Writes further files of the application.
 */
export function setUpSite(pages, prepare) {
  /** @type {{ app: App, browser: import("playwright-core").Browser, origin: string }} */
  const site = { app: undefined, browser: undefined, origin: "" };
  let server;
  before(async () => {
    site.app = new App();
    await prepare?.(site.app);
    server = await serve(site.app.folder, pages);
    site.origin = server.origin;
    site.browser = await launch();
  });
  after(async () => {
    await site.browser?.close();
    await server?.close();
    site.app?.remove();
  });
  return site;
}
