import { LABELS, createFace, placeholder } from "./render.js";
import { createSight } from "./visibility-observer.js";
import { STYLE } from "./style.js";
import { givenStore } from "../store-context.js";
import { single } from "../user-store.js";

const PROPERTIES = ["user", "userId"];

export function defineUserElement(client, { name = "b24-user", labels } = {}) {
  // A server that renders the page's markup has no elements.
  if (!globalThis.customElements) return;
  const given = Object.entries(LABELS).map(([label, text]) => [label, labels?.[label] ?? text]);
  const element = createUserElement(client, Object.fromEntries(given));
  customElements.define(name, element);
  return element;
}

// A server may import all this, and has no elements.
function createUserElement(client, labels) {
  const sheet = styleSheet(globalThis);
  const sight = createSight();
  const viewOf = givenStore(client);

  return class B24UserElement extends HTMLElement {
    static observedAttributes = ["user-id", "loading"];

    #root = this.attachShadow({ mode: "open" });
    #internals = this.attachInternals?.() ?? {};
    // Elements with the style, where there is no sheet.
    #styles = [];
    #state = single([]);
    #given = null;
    #show = null;
    #leave = null;
    #turn = null;

    constructor() {
      super();
      this.#style(sheet);
      this.#fill(placeholder());
    }

    get userId() {
      return this.getAttribute("user-id");
    }

    set userId(id) {
      if (id == null) this.removeAttribute("user-id");
      else this.setAttribute("user-id", id);
    }

    get user() {
      return this.#given ?? this.#state.user;
    }

    set user(user) {
      this.#given = user ?? null;
      this.#follow();
    }

    get state() {
      return this.#state;
    }

    async refresh() {
      const view = viewOf([this.#given?.id ?? this.userId]);
      await view.refresh();
      const { user } = single(view.state());
      if (user && user.id === this.#given?.id) this.user = user;
    }

    connectedCallback() {
      // Those that were set before the element was defined hide what they should have set.
      for (const property of PROPERTIES.filter((property) => this.hasOwnProperty(property))) {
        const value = this[property];
        delete this[property];
        this[property] = value;
      }
      this.#follow();
    }

    disconnectedCallback() {
      this.#turn = null;
      this.#leave?.();
    }

    // A sheet is one document's, and is left behind when the element moves to another.
    adoptedCallback() {
      const view = this.ownerDocument.defaultView;
      // In a template there is nothing to see; it comes here again on its way out.
      if (view) this.#style(styleSheet(view));
    }

    attributeChangedCallback() {
      this.#follow();
    }

    /** Styles it by a sheet that others share, or, in browsers before 2023, by an element of its own. */
    #style(sheet) {
      const root = this.#root;
      const styles = this.#styles;
      if (sheet && "adoptedStyleSheets" in root) {
        root.adoptedStyleSheets = [sheet];
        styles.splice(0).forEach((style) => style.remove());
      } else if (!styles.length) {
        const style = document.createElement("style");
        style.textContent = STYLE;
        styles.push(style);
        root.prepend(style);
      }
    }

    #setBusy(isBusy) {
      try {
        if ("ariaBusy" in this.#internals) {
          this.#internals.ariaBusy = `${isBusy}`;
          return;
        }
      } catch {
        // In jsdom.
      }
      this.setAttribute("aria-busy", isBusy);
    }

    #fill(node) {
      this.#root.replaceChildren(...this.#styles, node);
    }

    /** Shows the user whom the element is for now, and nobody else from this moment on. */
    #follow() {
      const turn = (this.#turn = {});
      this.#leave?.();
      if (!this.isConnected) return;
      if (this.#given) return this.#take({ status: "ready", user: this.#given, error: null });
      const view = viewOf([this.userId]);
      const update = () => this.#take(single(view.state()));
      const isNobody = view.entries.length === 0;
      if (this.#show || isNobody) update();
      // Who was told of that may have changed what the element is for, or have removed it.
      if (turn === this.#turn && !isNobody) this.#load(view, update);
    }

    /** Loads the user when the element is in sight; one that leaves it before makes room for others. */
    #load(view, update) {
      let end = null;
      const look = (isSeen) => {
        if (isSeen) {
          end ??= view.watch(update);
          update();
        } else if (this.#state.status === "loading") {
          end?.();
          end = null;
        }
      };
      this.#leave = () => {
        sight.leave(this);
        end?.();
        this.#leave = null;
      };
      if (this.getAttribute("loading") === "eager") look(true);
      else sight.watch(this, look);
    }

    #take(state) {
      if (state === this.#state) return;
      this.#state = state;
      this.#setBusy(state.status === "loading");
      if (state.status === "idle") {
        this.#fill(placeholder());
        this.#show = null;
      } else {
        this.#show ??= createFace((face) => this.#fill(face), labels);
        this.#show(state);
      }
      this.dispatchEvent(new CustomEvent("b24-user-state", { bubbles: true, composed: true, detail: state }));
    }
  };
}

/** Nothing where sheets cannot be constructed. */
function styleSheet({ CSSStyleSheet }) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    return sheet;
  } catch {
    return undefined;
  }
}
