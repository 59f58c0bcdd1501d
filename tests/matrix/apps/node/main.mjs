import { lookup } from "./lookup.js";

console.log(JSON.stringify(await lookup()));
