// What all entries have in common.
export { B24Error, PartialResultError, isB24Error, isPartialResultError } from "./errors.js";
export { fromB24Frame, fromBX24 } from "./frame-auth.js";
export { presenceOf } from "./presence.js";
export { websiteHref } from "./website.js";
