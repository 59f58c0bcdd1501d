/**
 * An element with attributes (`null` and `false` are omitted) and children. Strings become text,
 * never HTML, because portals store what users typed.
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** The element of the page with that id. */
export function byId(id) {
  return document.getElementById(id);
}

/** `1 user`, `2 users`. */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
