/**
 * The bytes of a module that was written as text, which a module of its own reads: it runs but once, and in JavaScript, as slow as that
 * begins, would take several times as long. The bytes are in that one's memory, and go with it.
 */
export function unpack({ unpacker, text }) {
  const binary = atob(unpacker);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  const it = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  const { buffer } = it.memory;
  new Uint8Array(buffer, it.text()).set(new TextEncoder().encode(text));
  return new Uint8Array(buffer, it.module(), it.unpack());
}
