// The entry of the page: the measurements as functions of `window`.
import * as sdk from "@bitrix24/b24jssdk";
import { createClient } from "b24-users";
import { endToEnd } from "./end-to-end.mjs";
import { longTasks } from "./long-tasks.mjs";
import { measure } from "./measure.mjs";
import { rounds } from "./rounds.mjs";

window.measureReading = (sizes) => measure({ createClient, sdk, sizes, rounds });
window.measureEndToEnd = (portal, latency) => endToEnd({ createClient, sdk, portal, latency });
window.measureLongTasks = (count) => longTasks({ createClient, count });
