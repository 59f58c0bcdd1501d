// Types for CommonJS.
import { createClient } from "b24-users";
import { defineUserElement } from "b24-users/element";
import { createClient as createPlainClient } from "b24-users/js";
import { persistentCache } from "b24-users/persist";
import { B24UsersProvider, useUser } from "b24-users/react";
import { createClient as createSlimClient } from "b24-users/slim";
import { createFakePortal } from "b24-users/testing";

const { origin, accessToken } = createFakePortal();
for (const create of [createClient, createPlainClient, createSlimClient]) {
  defineUserElement(create({ portal: origin, auth: accessToken }));
}
void [persistentCache({ key: 4 }), B24UsersProvider, useUser(4).user?.name];
