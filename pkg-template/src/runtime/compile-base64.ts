/**
 * Compiles a base64 module synchronously. On the main thread, browsers before 2023 allow that up to
 * 4 KB.
 */
export function compileBase64(base64: string): WebAssembly.Module {
  return new WebAssembly.Module(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
}
