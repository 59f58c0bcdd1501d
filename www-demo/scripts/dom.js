/**
 * An element with attributes (`null` and `false` are omitted) and children. Strings become text,
 * never HTML, because portals store what users typed.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null | undefined>} attributes
 * @param {(Node | string | null)[]} children
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/**
 * Elements of index.html that are more than an `HTMLElement`, by id.
 *
 * @typedef {{
 *   documentation: HTMLAnchorElement,
 *   "filter-text": HTMLInputElement,
 *   fresh: HTMLInputElement,
 *   ids: HTMLTextAreaElement,
 *   portal: HTMLInputElement,
 *   progress: HTMLProgressElement,
 *   request: HTMLFormElement,
 *   requests: HTMLDetailsElement,
 *   stop: HTMLButtonElement,
 *   submit: HTMLButtonElement,
 *   token: HTMLInputElement,
 * }} SpecialElements
 */

/**
 * The element of index.html with that id.
 *
 * @template {string} Id
 * @param {Id} id
 * @returns {Id extends keyof SpecialElements ? SpecialElements[Id] : HTMLElement}
 */
export function byId(id) {
  return /** @type {any} */ (document.getElementById(id));
}

/** `1 user`, `2 users`. */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
