import { initializeB24Frame } from "@bitrix24/b24jssdk";
import { createClient, fromB24Frame } from "b24-users";
import { b24Users } from "b24-users/vue";
import { createApp } from "vue";

import Tasks from "./Tasks.vue";

// The portal's page around this frame provides and refreshes the token.
const b24 = createClient({ ...fromB24Frame(initializeB24Frame()) });

createApp(Tasks).use(b24Users(b24)).mount("#app");
