/** A module in base64, compiled. At once, because tests are easier to write around a portal that nobody has to wait for. */
export function compile(base64) {
  return new WebAssembly.Module(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
}
