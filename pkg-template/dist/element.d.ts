import type { User } from "./index.js";
import type { UserSource, UserState } from "./user-state.js";

export type { UserSource, UserState };

/**
 * Defines `<b24-user user-id="4">`, an element that shows a user: the picture, or the initials on the user's colour, name, position
 * and presence. Elements that are on the page already come to life. Importing defines nothing.
 *
 * Users are loaded when they come into sight, those of one moment by one request; `loading="eager"` does not wait for that. An element
 * with the attribute `compact` shows the picture only, and tells the rest to screen readers.
 *
 * Its parts can be styled by `::part()`: `user`, `picture`, `initials`, `image`, `text`, `name`, `position`, `presence`; the custom
 * properties are `--b24-user-size`, `--b24-user-gap`, `--b24-user-radius`, `--b24-user-name-weight`, `--b24-user-muted`,
 * `--b24-user-online`, `--b24-user-absent` and `--b24-user-ring`, the colour around the mark of presence. All else, such as font
 * and colour, is that of the place where the element is.
 *
 * What is inside the element stands for the user until he or she is there.
 *
 * @returns The element's class. On a server, which has no elements, nothing is defined, and it is `undefined`.
 * @throws {DOMException} `NotSupportedError` if the name is in use, `SyntaxError` if it cannot be an element's.
 *
 * @example
 * ```js
 * import { createClient } from "b24-users";
 * import { defineUserElement } from "b24-users/element";
 *
 * defineUserElement(createClient({ portal: "example.bitrix24.com", auth: accessToken }));
 * document.body.innerHTML = `<p>Responsible: <b24-user user-id="4"></b24-user></p>`;
 * ```
 */
export declare function defineUserElement(client: UserSource, options?: UserElementOptions): new () => B24UserElement;

/** What `defineUserElement` is told. */
export interface UserElementOptions {
  /** The element's name; `b24-user` by default. Each client needs one of its own. */
  name?: string | undefined;
  /** What the element says itself, for pages that are not in English. */
  labels?: UserElementLabels | undefined;
}

/** What the element says where the portal says nothing. */
export interface UserElementLabels {
  /** While the user is loaded, to screen readers. By default "Loading…". */
  loading?: string | undefined;
  /** In place of the name, for an id that the portal does not know or the caller may not see. By default "Unknown user". */
  missing?: string | undefined;
  /** In place of the name when the user could not be loaded; the error's message is in the tooltip. By default "Could not be loaded". */
  error?: string | undefined;
  /** Of somebody whom `presenceOf` takes for online, as of when the user was loaded. By default "online". */
  online?: string | undefined;
  /** Of somebody else who is on leave. By default "on leave". */
  absent?: string | undefined;
}

/**
 * An element that shows a user. It dispatches `b24-user-state`, which bubbles, whenever its state changes, with the state as `detail`.
 *
 * @example
 * ```js
 * document.addEventListener("b24-user-state", ({ target, detail }) => {
 *   if (detail.status === "missing" && target instanceof Element) target.closest("li")?.remove();
 * });
 * ```
 */
export interface B24UserElement extends HTMLElement {
  /** The attribute `user-id`. When it changes, the user before is not shown any more. */
  get userId(): string | null;
  set userId(id: number | string | null | undefined);
  /** The user who is shown. One who is set is shown without asking the portal, until `null` is set. */
  get user(): User | null;
  set user(user: User | null | undefined);
  /** What is known of the user; `idle` before the element is in sight. */
  readonly state: UserState;
  /** Asks the portal again. */
  refresh(): Promise<void>;
}

declare global {
  interface HTMLElementTagNameMap {
    "b24-user": B24UserElement;
  }
  interface HTMLElementEventMap {
    "b24-user-state": CustomEvent<UserState>;
  }
  interface DocumentEventMap {
    "b24-user-state": CustomEvent<UserState>;
  }
  interface WindowEventMap {
    "b24-user-state": CustomEvent<UserState>;
  }
}
