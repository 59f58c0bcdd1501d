import { createSSRApp, h } from "vue";
import { renderToString } from "vue/server-renderer";

import { b24Users, useB24Users } from "b24-users/vue";

const child = (onClient) => ({
  setup() {
    const client = useB24Users();
    onClient?.(client);
    return () => h("i");
  },
});

/** Renders a component that passes its client to `onClient`. */
export const render = (client, onClient) =>
  renderToString(createSSRApp(child(onClient)).use(b24Users(client)));

export const renderAlone = () => renderToString(createSSRApp(child()));
