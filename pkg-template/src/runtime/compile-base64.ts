/** A module in base64, compiled at once. On a page's own thread browsers before 2023 do that with at most 4 KB. */
export function compile(base64) {
  return new WebAssembly.Module(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
}
