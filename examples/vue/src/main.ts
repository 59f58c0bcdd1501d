import "./style.css";

import { b24Users } from "b24-users/vue";
import { createApp } from "vue";

import { connect } from "./client";
import Tasks from "./Tasks.vue";

createApp(Tasks)
  .use(b24Users(await connect()))
  .mount("#app");
