import { StrictMode, Suspense } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";

import { createClient } from "b24-users";
import { persistentCache } from "b24-users/persist";
import { B24UsersProvider } from "b24-users/react";

import { People } from "./react-people.jsx";

window.start = ({ options, persistKey, shown, initial, isHydrated }) => {
  const cache = persistKey ? { persist: persistentCache({ key: persistKey }) } : {};
  window.client = createClient({ cache, ...options });
  const container = document.getElementById("app");
  const app = (initial) => (
    <StrictMode>
      <Suspense fallback={<p id="fallback">Loading all</p>}>
        <B24UsersProvider client={window.client} initial={initial}>
          <People
            shown={shown}
            onReady={(show) => {
              window.show = show;
            }}
          />
        </B24UsersProvider>
      </Suspense>
    </StrictMode>
  );
  if (isHydrated)
    window.root = hydrateRoot(container, app(initial), { onRecoverableError: console.error });
  else {
    window.root = createRoot(container);
    window.root.render(app(initial));
  }
  window.navigate = (shown, initial) => {
    window.root.render(app(initial));
    window.show(shown);
  };
  window.end = () => window.root.unmount();
};
