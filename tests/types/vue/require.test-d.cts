// CommonJS has types of its own.
import { createClient } from "b24-users";
import { b24Users } from "b24-users/vue";

b24Users(createClient({ portal: "example.bitrix24.com", auth: "token" }));
