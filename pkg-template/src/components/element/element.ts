import type { B24Error } from "../../shared/errors.js";
import type { ErrorKind, User } from "../../generated/types.gen.js";
import { createStoreContext } from "../store-context.js";
import type { UserSource, UserState } from "../user-state.js";
import { toUserState, type UserView } from "../user-store.js";
import { createLabels } from "./labels.js";
import { createPlaceholder, createRenderer, type Labels } from "./render.js";
import { STYLE } from "./style.js";
import { createVisibilityObserver } from "./visibility-observer.js";

/** The options of `defineUserElement`. */
export interface UserElementOptions {
  /** The element's name; `b24-user` by default. Each client needs one of its own. */
  name?: string | undefined;
  /** The element's own texts, for pages that are not in English. */
  labels?: UserElementLabels | undefined;
}

/** The element's own texts. */
export interface UserElementLabels {
  /** For screen readers while the user is loading; "Loading…" by default. */
  loading?: string | undefined;
  /**
   * In place of the name, for an id that the portal does not know or the caller may not see;
   * "Unknown user" by default.
   */
  missing?: string | undefined;
  /**
   * In place of the name, if the user could not be loaded; "Could not be loaded" by default. The
   * error's own message, which is for developers, is never shown.
   */
  error?: string | undefined;
  /**
   * In place of `error`, by the error's `kind`. By default `limit` is "The portal is busy",
   * `network` "No connection" and `timeout` "No answer in time", unless `error` is given.
   */
  errors?: { readonly [Kind in ErrorKind]?: string | undefined } | undefined;
  /**
   * On the button that loads a user again, which the element shows only if the error is
   * `retryable`; "Try again" by default.
   */
  retry?: string | undefined;
  /** For a user who is online by `presenceOf`, as of the loading; "online" by default. */
  online?: string | undefined;
  /** For another user who is on leave; "on leave" by default. */
  absent?: string | undefined;
}

/**
 * An element that shows a user. Whenever its state changes, it dispatches `b24-user-state`, which
 * bubbles, with the state as `detail`.
 *
 * @example
 * ```js
 * document.addEventListener("b24-user-state", ({ target, detail }) => {
 *   if (detail.status === "missing" && target instanceof Element) target.closest("li")?.remove();
 * });
 * ```
 */
export interface B24UserElement extends HTMLElement {
  /** The attribute `user-id`. When it changes, the old user is no longer shown. */
  get userId(): string | null;
  set userId(id: number | string | null | undefined);
  /** The shown user. One that is set is shown without a request, until `null` is set. */
  get user(): User | null;
  set user(user: User | null | undefined);
  /** The state of the user; `idle` before the element is visible. */
  readonly state: UserState;
  /** Fetches the user again. */
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

const PROPERTIES = ["user", "userId"] as const;

/**
 * Defines `<b24-user user-id="4">`, an element that shows a user: the picture, or the initials on
 * the user's colour, name, position and presence. Elements on the page are upgraded. Importing
 * defines nothing.
 *
 * Users are loaded when they become visible, those of one tick by one request; `loading="eager"`
 * loads them at once. With the attribute `compact` the element shows the picture only, and the rest
 * to screen readers.
 *
 * Its parts can be styled by `::part()`: `user`, `picture`, `initials`, `image`, `text`, `name`,
 * `position`, `presence`, and `retry`, the button of a user whose error is `retryable`. The custom
 * properties are `--b24-user-size`, `--b24-user-gap`, `--b24-user-radius`,
 * `--b24-user-name-weight`, `--b24-user-muted`, `--b24-user-online`, `--b24-user-absent` and
 * `--b24-user-ring`, the colour around the mark of presence. Other properties, such as font and
 * colour, are inherited.
 *
 * The element's content shows until the user is loaded. Errors that are the page's own (the module
 * could not be loaded, an id is invalid) are logged to the console, each once.
 *
 * Defining the same name again with the same client, as after a hot reload, changes nothing.
 *
 * @returns The element's class; `undefined` on a server, which has no elements.
 * @throws {DOMException} `NotSupportedError` if the name is in use otherwise, `SyntaxError` if it
 * is not valid for an element.
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
export function defineUserElement(
  client: UserSource,
  options?: UserElementOptions,
): new () => B24UserElement;
export function defineUserElement(
  client: UserSource,
  { name = "b24-user", labels }: UserElementOptions = {},
): (new () => B24UserElement) | undefined {
  if (!globalThis.customElements) return undefined;
  const known = customElements.get(name);
  if (known) {
    // After a hot reload.
    if (clients.get(known) === client) return known as new () => B24UserElement;
    throw new DOMException(
      `<${name}> is defined already: pass another { name }, or reload the page if its code changed`,
      "NotSupportedError",
    );
  }
  const element = createElementClass(client, name, createLabels(labels));
  customElements.define(name, element);
  clients.set(element, client);
  return element;
}

/** The clients of the elements that have been defined. */
const clients = /* @__PURE__ */ new WeakMap<object, UserSource>();

// A function, since servers import this module and have no `HTMLElement`.
function createElementClass(
  client: UserSource,
  elementName: string,
  labels: Labels,
): new () => B24UserElement {
  const sharedSheet = createStyleSheet(globalThis);
  const visibility = createVisibilityObserver();
  const { createView } = createStoreContext(client);
  const report = createReporter(elementName);

  return class B24UserElement extends HTMLElement {
    static observedAttributes = ["user-id", "loading"];

    #root = this.attachShadow({ mode: "open" });
    #internals = this.attachInternals?.() ?? {};
    // Style elements, if the style sheet cannot be adopted.
    #styles: HTMLStyleElement[] = [];
    #state = toUserState([]);
    // The user that was set by the property.
    #ownUser: User | null = null;
    #render: ((state: UserState) => void) | null = null;
    #unsubscribe: (() => void) | null = null;
    // Identifies the latest `#update`.
    #version: object | null = null;

    constructor() {
      super();
      this.#applyStyle(sharedSheet);
      this.#setContent(createPlaceholder());
    }

    get userId(): string | null {
      return this.getAttribute("user-id");
    }

    set userId(id: number | string | null | undefined) {
      if (id == null) this.removeAttribute("user-id");
      else this.setAttribute("user-id", id as string);
    }

    get user(): User | null {
      return this.#ownUser ?? this.#state.user;
    }

    set user(user: User | null | undefined) {
      this.#ownUser = user ?? null;
      this.#update();
    }

    get state(): UserState {
      return this.#state;
    }

    async refresh(): Promise<void> {
      const view = createView([this.#ownUser?.id ?? this.userId]);
      await view.refresh();
      const { user } = toUserState(view.getSnapshot());
      if (user && user.id === this.#ownUser?.id) this.user = user;
    }

    connectedCallback(): void {
      // Properties that were set before the definition hide the accessors.
      for (const property of PROPERTIES) {
        // biome-ignore lint/suspicious/noPrototypeBuiltins: Safari 15.3 has no `Object.hasOwn`.
        if (!this.hasOwnProperty(property)) continue;
        const value = this[property];
        delete (this as Partial<B24UserElement>)[property];
        Reflect.set(this, property, value);
      }
      this.#update();
    }

    disconnectedCallback(): void {
      this.#version = null;
      this.#unsubscribe?.();
    }

    // A style sheet belongs to one document, and cannot follow the element to another.
    adoptedCallback(): void {
      const view = this.ownerDocument.defaultView;
      // A template is not rendered. The element is adopted again when it leaves the template.
      if (view) this.#applyStyle(createStyleSheet(view));
    }

    attributeChangedCallback(): void {
      this.#update();
    }

    /** Adopts a shared style sheet or, in browsers before 2023, adds a style element. */
    #applyStyle(sheet: CSSStyleSheet | undefined): void {
      const root = this.#root;
      const styles = this.#styles;
      if (sheet && "adoptedStyleSheets" in root) {
        root.adoptedStyleSheets = [sheet];
        for (const style of styles.splice(0)) style.remove();
      } else if (!styles.length) {
        const style = document.createElement("style");
        style.textContent = STYLE;
        styles.push(style);
        root.prepend(style);
      }
    }

    #setBusy(isBusy: boolean): void {
      try {
        if ("ariaBusy" in this.#internals) {
          this.#internals.ariaBusy = `${isBusy}`;
          return;
        }
      } catch {
        // In jsdom.
      }
      this.setAttribute("aria-busy", `${isBusy}`);
    }

    #setContent(node: Node): void {
      this.#root.replaceChildren(...this.#styles, node);
    }

    /** Shows the user of the current attributes and properties. */
    #update(): void {
      const version = {};
      this.#version = version;
      this.#unsubscribe?.();
      if (!this.isConnected) return;
      if (this.#ownUser) {
        this.#setState({ status: "ready", user: this.#ownUser, error: null, isStale: false });
        return;
      }
      const view = createView([this.userId]);
      const sync = () => this.#setState(toUserState(view.getSnapshot()));
      const isEmpty = view.entries.length === 0;
      if (this.#render || isEmpty) sync();
      // A listener of that state may have changed or removed the element.
      if (version === this.#version && !isEmpty) this.#subscribe(view, sync);
    }

    /**
     * Loads the user once the element is visible. If it is hidden before that, the load is
     * cancelled.
     */
    #subscribe(view: UserView, sync: () => void): void {
      let end: (() => void) | null = null;
      const onVisibility = (isVisible: boolean) => {
        if (isVisible) {
          end ??= view.subscribe(sync);
          sync();
        } else if (this.#state.status === "loading") {
          end?.();
          end = null;
        }
      };
      this.#unsubscribe = () => {
        visibility.unobserve(this);
        end?.();
        this.#unsubscribe = null;
      };
      if (this.getAttribute("loading") === "eager") onVisibility(true);
      else visibility.observe(this, onVisibility);
    }

    #setState(state: UserState): void {
      if (state === this.#state) return;
      this.#state = state;
      this.#setBusy(state.status === "loading");
      if (state.error) report(state.error);
      if (state.status === "idle") {
        this.#setContent(createPlaceholder());
        this.#render = null;
      } else {
        this.#render ??= createRenderer(
          (node) => this.#setContent(node),
          labels,
          () => this.refresh(),
        );
        this.#render(state);
      }
      this.dispatchEvent(
        new CustomEvent("b24-user-state", { bubbles: true, composed: true, detail: state }),
      );
    }
  };
}

/**
 * Creates a function that logs errors of the page itself, each once: the module could not be
 * loaded, or the input is invalid. The element shows only a label for them.
 */
function createReporter(elementName: string): (error: B24Error) => void {
  const reported = new Set<string>();
  return (error) => {
    const isOfPage = error.kind === "load" || /^INVALID_/.test(error.code);
    if (!isOfPage || reported.has(error.code)) return;
    reported.add(error.code);
    console.error(`<${elementName}>:`, error);
  };
}

/** Returns nothing if style sheets cannot be constructed. */
function createStyleSheet({
  CSSStyleSheet,
}: Pick<typeof globalThis, "CSSStyleSheet">): CSSStyleSheet | undefined {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    return sheet;
  } catch {
    return undefined;
  }
}
