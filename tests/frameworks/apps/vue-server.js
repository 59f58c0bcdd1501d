import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";

import { createClient } from "b24-users";
import { b24Users, dehydrate } from "b24-users/vue";

import { people } from "./vue-people.js";

/** The markup for `shown`, and the initial users of the page. */
export async function render(options, shown, initial, client = createClient(options)) {
  const app = createSSRApp(people(shown).People).use(b24Users(client, { initial }));
  const markup = await renderToString(app);
  return { markup, initial: dehydrate(client) };
}

/** The markup of an application without the plugin. */
export const renderWithoutProvider = (shown) => renderToString(createSSRApp(people(shown).People));
