import { createApp, createSSRApp, shallowRef } from "vue";

import { createClient } from "b24-users";
import { persistentCache } from "b24-users/persist";
import { b24Users } from "b24-users/vue";

import { people } from "./vue-people.js";

window.start = ({ options, persistKey, shown: first, initial, isHydrated }) => {
  const cache = persistKey ? { persist: persistentCache({ key: persistKey }) } : {};
  window.client = createClient({ cache, ...options });
  const { People, shown } = people(first);
  const initialUsers = shallowRef(initial);
  const app = (isHydrated ? createSSRApp : createApp)(People).use(
    b24Users(window.client, { initial: initialUsers }),
  );
  app.mount("#app");
  window.show = (next) => {
    shown.value = next;
  };
  window.navigate = (next, initial) => {
    initialUsers.value = initial;
    shown.value = next;
  };
  window.end = () => app.unmount();
};
