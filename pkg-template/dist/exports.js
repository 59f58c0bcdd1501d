// What all entries have in common.
export { B24Error, PartialResultError, isB24Error, isPartialResultError } from "./errors.js";
export { presenceOf } from "./presence.js";
export { websiteHref } from "./website.js";
