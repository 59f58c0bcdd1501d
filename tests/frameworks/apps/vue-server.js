import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";

import { createClient } from "b24-users";
import { b24Users, dehydrate } from "b24-users/vue";

import { people } from "./vue-people.js";

/** The markup for `shown`, and what the page should know at once. */
export async function render(options, shown, initial, client = createClient(options)) {
  const app = createSSRApp(people(shown).People).use(b24Users(client, { initial }));
  const markup = await renderToString(app);
  return { markup, initial: dehydrate(client) };
}

/** The markup of an application that forgot the plugin. */
export const renderAlone = (shown) => renderToString(createSSRApp(people(shown).People));
