import { lookup } from "./lookup.js";

lookup().then(postMessage);
