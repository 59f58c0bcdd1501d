// The ids and the scenario in the page's address, for links to it:
// `#ids=4,5,999&scenario=busy` or `#preset=employees`. Never the portal or a token.
import { splitEntries } from "./ids.js";

/** Longer lists of ids are not stored. */
const MAX_LENGTH = 2000;
/** An id, a range, a chat or a short invalid entry. Tokens and webhooks do not match. */
const SHAREABLE = /^(?:\d{1,20}|\d{1,16}[-–]\d{1,16}|\w{1,12})$/;

/** The `ids`, the `preset` and the `scenario` in the address; `null` for absent or invalid ones. */
export function readAddress() {
  const params = new URLSearchParams(location.hash.slice(1));
  return {
    ids: shareableIds(params.get("ids") ?? "", ", "),
    preset: params.get("preset"),
    scenario: params.get("scenario"),
  };
}

/** Replaces the address, without an entry in the history. Omits what is `null`. */
export function writeAddress({ ids, preset, scenario }) {
  const sharedIds = preset ? null : shareableIds(ids, ",");
  const params = [
    preset && `preset=${encodeURIComponent(preset)}`,
    sharedIds && `ids=${sharedIds}`,
    scenario && `scenario=${encodeURIComponent(scenario)}`,
  ];
  const { pathname, search } = location;
  const hash = params.filter(Boolean).join("&");
  history.replaceState(null, "", pathname + search + (hash && `#${hash}`));
}

/** All entries of a text, or `null` if one of them could be a secret. */
function shareableIds(text, separator) {
  const entries = splitEntries(text);
  const isShareable = entries.length > 0 && entries.every((entry) => SHAREABLE.test(entry));
  const joined = entries.join(separator);
  return isShareable && joined.length <= MAX_LENGTH ? joined : null;
}
