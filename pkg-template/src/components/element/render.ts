import { presenceOf } from "../../client/presence.js";
import { inkOn } from "./contrast.js";
import { initials } from "./initials.js";

/** What the element says where the portal says nothing. */
export const LABELS = {
  loading: "Loading…",
  missing: "Unknown user",
  error: "Could not be loaded",
  online: "online",
  absent: "on leave",
};

/** A function that shows a state in what `place` puts into the element. All text of the portal stays text. */
export function createFace(place, labels) {
  const [user, picture, letters, text, name, position, presence] = [
    "user", "picture", "initials", "text", "name", "position", "presence",
  ].map((part) => element("span", part));
  // The text says it too.
  picture.setAttribute("aria-hidden", "true");
  // Names are read in their own direction, whatever the page's.
  name.dir = position.dir = "auto";
  presence.setAttribute("role", "img");
  picture.append(letters);
  user.append(picture, text);
  place(user);

  const showPicture = (shown) => {
    picture.style.setProperty("--color", shown?.color ?? "");
    picture.style.setProperty("--ink", shown?.color ? inkOn(shown.color) : "");
    picture.replaceChildren(letters);
    if (!shown?.avatar) return;
    const image = element("img", "image");
    Object.assign(image, { alt: "", loading: "lazy", decoding: "async" });
    // Until it is there, and if it is broken, the initials are.
    image.addEventListener("load", () => letters.remove());
    image.addEventListener("error", () => image.remove());
    image.src = shown.avatar;
    picture.append(image);
  };

  const showPresence = (shown) => {
    const { online, backOn } = shown ? presenceOf(shown) : {};
    const kind = online ? "online" : backOn ? "absent" : null;
    presence.remove();
    if (!kind) return;
    presence.dataset.kind = kind;
    presence.title = labels[kind];
    presence.setAttribute("aria-label", labels[kind]);
    user.append(presence);
  };

  return ({ status, user: shown, error }) => {
    user.dataset.status = status;
    user.toggleAttribute("data-dismissed", shown?.active === false);
    user.title = shown ? "" : (error?.message ?? "");
    letters.textContent = shown ? initials(shown) : status === "loading" ? "" : "?";
    name.replaceChildren(status === "loading" ? placeholder(labels.loading) : (shown?.name ?? labels[status] ?? ""));
    position.textContent = shown?.workPosition ?? "";
    text.replaceChildren(...[name, position].filter((part) => part.hasChildNodes()));
    showPicture(shown);
    showPresence(shown);
  };
}

/** What is inside the element on the page, as long as the user is not there. */
export function placeholder(label = "") {
  const slot = document.createElement("slot");
  const busy = element("span", "busy");
  busy.textContent = label;
  slot.append(busy);
  return slot;
}

function element(tag, part) {
  const node = document.createElement(tag);
  node.className = part;
  node.setAttribute("part", part);
  return node;
}
