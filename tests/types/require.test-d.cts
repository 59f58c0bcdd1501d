// Types for CommonJS.
import { createClient } from "b24-users";
import { defineUserElement } from "b24-users/element";
import { B24UsersProvider, useUser } from "b24-users/react";
import { b24Users } from "b24-users/vue";

const b24 = createClient({ portal: "example.bitrix24.com", auth: "token" });
b24Users(b24);
defineUserElement(b24);
void [B24UsersProvider, useUser(4).user?.name];
