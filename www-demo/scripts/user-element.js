// <b24-user>, the head of each card.
import { defineUserElement } from "b24-users/element";

import { currentClient } from "./client.js";

// It loads through the client of the last request.
defineUserElement({
  loadUser: (id, options) =>
    /** @type {import("b24-users").Client} */ (currentClient()).loadUser(id, options),
});
