import { initializeB24Frame } from "@bitrix24/b24jssdk";
import { createClient, fromB24Frame } from "b24-users";
import { B24UsersProvider } from "b24-users/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { Tasks } from "./Tasks.jsx";

// The portal's page around this frame provides and refreshes the token.
const b24 = createClient({ ...fromB24Frame(initializeB24Frame()) });

createRoot(document.getElementById("app")).render(
  <StrictMode>
    <B24UsersProvider client={b24}>
      <Tasks />
    </B24UsersProvider>
  </StrictMode>,
);
