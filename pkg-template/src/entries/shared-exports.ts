// What all entries have in common.
export { B24Error, PartialResultError, isB24Error, isPartialResultError } from "../client/errors.js";
export { fromB24Frame, fromBX24 } from "../auth/frame-auth.js";
export { presenceOf } from "../client/presence.js";
export { websiteHref } from "../client/website.js";
