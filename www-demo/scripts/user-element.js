// <b24-user>, which shows who somebody is at the top of each card.
import { defineUserElement } from "b24-users/element";

import { presentClient } from "./client.js";

// It asks whichever client the form was last used with.
defineUserElement({ loadUser: (id, options) => presentClient().loadUser(id, options) });
