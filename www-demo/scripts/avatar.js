import { inkOn } from "./contrast.js";
import { element } from "./dom.js";
import { initials } from "./initials.js";

/** A user's picture; until it is there, and wherever there is none or it is broken, the initials on the user's colour. */
export function avatar(user) {
  const letters = element("span", {}, initials(user));
  const frame = element("span", { class: "avatar", "aria-hidden": "true" }, letters);
  if (user.color) {
    frame.style.setProperty("--avatar", user.color);
    frame.style.setProperty("--avatar-ink", inkOn(user.color));
  }
  if (user.avatar) {
    const picture = element("img", { alt: "", width: 56, height: 56, loading: "lazy", decoding: "async" });
    picture.addEventListener("load", () => letters.remove());
    picture.addEventListener("error", () => picture.remove());
    picture.src = user.avatar;
    frame.append(picture);
  }
  return frame;
}
