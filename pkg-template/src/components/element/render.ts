import type { B24Error } from "../../shared/errors.js";
import { initialsOf } from "../../client/initials.js";
import { presenceOf } from "../../client/presence.js";
import { textColorOn } from "../../client/text-color.js";
import type { User } from "../../generated/types.gen.js";
import type { UserState } from "../user-state.js";

/** The element's own texts. */
export interface Labels {
  readonly loading: string;
  readonly missing: string;
  error(error: B24Error): string;
  readonly retry: string;
  readonly online: string;
  readonly absent: string;
}

/**
 * Creates the nodes of an element, which `insert` puts into it, and returns a function that renders
 * a state. The portal's text is never parsed as HTML.
 */
export function createRenderer(
  insert: (node: Node) => void,
  labels: Labels,
  onRetry: () => void,
): (state: UserState) => void {
  const root = createPart("span", "user");
  const picture = createPart("span", "picture");
  const letters = createPart("span", "initials");
  const text = createPart("span", "text");
  const name = createPart("span", "name");
  const position = createPart("span", "position");
  const presence = createPart("span", "presence");
  const retry = createPart("button", "retry");
  retry.type = "button";
  retry.textContent = labels.retry;
  retry.addEventListener("click", onRetry);
  // The text repeats it.
  picture.setAttribute("aria-hidden", "true");
  // Names have a direction of their own, whatever the page's.
  name.dir = position.dir = "auto";
  presence.setAttribute("role", "img");
  picture.append(letters);
  root.append(picture, text);
  insert(root);

  const renderPicture = (user: User | null) => {
    picture.style.setProperty("--color", user?.color ?? "");
    picture.style.setProperty("--ink", user?.color ? textColorOn(user.color) : "");
    picture.replaceChildren(letters);
    if (!user?.avatar) return;
    const image = createPart("img", "image");
    Object.assign(image, { alt: "", loading: "lazy", decoding: "async" });
    // The initials show until it is loaded, and if it is broken.
    image.addEventListener("load", () => letters.remove());
    image.addEventListener("error", () => image.remove());
    image.src = user.avatar;
    picture.append(image);
  };

  const renderPresence = (user: User | null) => {
    const current = user && presenceOf(user);
    const kind = current?.online ? "online" : current?.backOn ? "absent" : null;
    presence.remove();
    if (!kind) return;
    presence.dataset.kind = kind;
    presence.title = labels[kind];
    presence.setAttribute("aria-label", labels[kind]);
    root.append(presence);
  };

  return ({ status, user, error, isStale }) => {
    const isLoading = status === "loading";
    const message = error ? labels.error(error) : status === "missing" ? labels.missing : "";
    root.dataset.status = status;
    root.toggleAttribute("data-dismissed", user?.active === false);
    root.title = user ? "" : message;
    letters.textContent = user ? initialsOf(user) : isLoading ? "" : "?";
    name.replaceChildren(isLoading ? createPlaceholder(labels.loading) : (user?.name ?? message));
    position.textContent = user?.workPosition ?? "";
    text.replaceChildren(...[name, position].filter((part) => part.hasChildNodes()));
    renderPicture(user);
    // That of an earlier visit says nothing.
    renderPresence(isStale ? null : user);
    retry.remove();
    if (error?.retryable && !user) root.append(retry);
  };
}

/** Creates the slot for the page's content of the element, which shows until the user is loaded. */
export function createPlaceholder(label = ""): HTMLSlotElement {
  const slot = document.createElement("slot");
  const busy = createPart("span", "busy");
  busy.textContent = label;
  slot.append(busy);
  return slot;
}

function createPart<Tag extends "button" | "img" | "span">(
  tag: Tag,
  part: string,
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  node.className = part;
  node.setAttribute("part", part);
  return node;
}
