// The sentence at the top of the page: where its users come from.
import { byId, element } from "./dom.js";

const FAKE_PORTAL = "a fake Bitrix24 portal with invented users: no account is needed.";

const intro = byId("intro");

/** @type {Record<string, () => (Node | string)[]>} */
const SENTENCES = {
  "first-look": () => [
    "This page requests ",
    element("a", { href: "#results" }, "these users"),
    ` by their ids from ${FAKE_PORTAL}`,
  ],
  link: () => [
    "This link has filled in the form: ",
    element("strong", {}, "Get users"),
    ` sends the request to ${FAKE_PORTAL}`,
  ],
  frame: () => [
    "This page is an application in a frame of a portal, which provides the access token.",
  ],
  portal: () => [
    "Enter the address of your portal, an access token and user ids, then press ",
    element("strong", {}, "Get users"),
    ".",
  ],
};

/** Shows one of the sentences. */
export function showIntro(/** @type {"first-look" | "link" | "frame" | "portal"} */ name) {
  intro.replaceChildren(...SENTENCES[name]());
}
