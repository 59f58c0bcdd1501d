import "./style.css";

import { B24UsersProvider } from "b24-users/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { connect } from "./client";
import { Tasks } from "./Tasks";

const b24 = await connect();

createRoot(document.getElementById("app")!).render(
  <StrictMode>
    <B24UsersProvider client={b24}>
      <Tasks />
    </B24UsersProvider>
  </StrictMode>,
);
